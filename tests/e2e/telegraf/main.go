// telegraf: what Telegraf's inputs.exec makes of a command with data_format = "nagios": it runs the
// command that its arguments name, and prints a line of JSON for each metric.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"

	"github.com/influxdata/telegraf/plugins/parsers/nagios"
)

func main() {
	var output, errors bytes.Buffer
	command := exec.Command(os.Args[1], os.Args[2:]...)
	command.Stdout, command.Stderr = &output, &errors
	ended := command.Run()
	metrics, err := (&nagios.Parser{}).Parse(output.Bytes())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	lines := json.NewEncoder(os.Stdout)
	for _, metric := range nagios.AddState(ended, errors.Bytes(), metrics) {
		err := lines.Encode([]any{metric.Name(), metric.Tags(), metric.Fields()})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
