// The yardstick: what starting and ending any dynamic program costs.
int main(void) { return 0; }
