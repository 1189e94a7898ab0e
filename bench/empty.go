// What starting and ending any program in Go costs.
package main

func main() {}
