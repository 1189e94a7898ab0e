"""The chart of the costs: whole, small, legible in light and dark, and said in words."""

import re
import unittest
from xml.etree import ElementTree

from setting import FIGURES, figures_with, measured_with
import chart
import digest
import tools

SVG = "{http://www.w3.org/2000/svg}"


def contrast(one, other):
    """As WCAG 2 defines it."""
    def luminance(color):
        parts = [int(color[at:at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
                  for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colors(rules):
    return dict(re.findall(r"(\.?[a-z]+) \{ (?:fill|stroke): (#[0-9a-f]{6})", rules))


class ChartTest(unittest.TestCase):
    def setUp(self):
        self.text = chart.draw(digest.Measured(FIGURES))
        self.root = ElementTree.fromstring(self.text)

    def words(self, root=None):
        return [element.text for element in (root or self.root).iter(f"{SVG}text")]

    def test_it_is_the_same_each_time(self):
        self.assertEqual(self.text, chart.draw(digest.Measured(FIGURES)))

    def test_it_is_small_and_needs_nothing_from_elsewhere(self):
        self.assertLess(len(self.text.encode()), 15_000)
        self.assertNotRegex(self.text.replace('xmlns="http://www.w3.org/2000/svg"', ""),
                            r"https?:|url\(|@import|@font-face|<script|<image|href")
        self.assertIn("system-ui", self.text)

    def test_every_tool_has_its_figure(self):
        for tool in tools.TOOLS:
            self.assertIn(tool.command(), self.words())
        bars = [element for element in self.root.iter(f"{SVG}rect")
                if element.get("class") == "ours"]
        # One more explains the colour.
        self.assertEqual(len(bars), len(tools.TOOLS) + 1)

    def test_bars_are_as_long_as_their_figures(self):
        texts = [chart.draw(measured_with("host", "check-uptime", cpu_us=cpu))
                 for cpu in (20_000, 40_000)]
        lengths = [float(ElementTree.fromstring(text).findall(f"{SVG}rect[@class='ours']")[1]
                         .get("width")) for text in texts]
        self.assertAlmostEqual(2 * lengths[0], lengths[1], delta=0.2)

    def test_nothing_leaves_the_picture(self):
        for element in self.root.iter(f"{SVG}rect"):
            self.assertLessEqual(float(element.get("x")) + float(element.get("width")),
                                 chart.WIDTH)
        heights = [float(element.get("y")) for element in self.root.iter(f"{SVG}text")]
        self.assertLess(max(heights), float(self.root.get("height")))

    def test_it_is_said_in_words(self):
        self.assertEqual(self.root.get("role"), "img")
        names = self.root.get("aria-labelledby").split()
        self.assertEqual(names, [self.root.find(f"{SVG}{kind}").get("id")
                                 for kind in ("title", "desc")])
        described = self.root.find(f"{SVG}desc").text
        for tool in tools.TOOLS:
            self.assertRegex(described, re.escape(tool.command()) + ": .*tool [0-9.]+")

    def test_it_is_legible_in_light_and_dark(self):
        style = self.root.find(f"{SVG}style").text
        light, media, dark = style.partition("@media (prefers-color-scheme: dark) {")
        self.assertTrue(media)
        for rules in (light, dark):
            found = colors(rules)
            for kind, least in (("text", 4.5), (".small", 4.5), (".script", 3), (".peer", 3),
                                (".ours", 3), (".empty", 3)):
                with self.subTest(kind=kind):
                    self.assertGreaterEqual(contrast(found[kind], found[".ground"]), least)

    def test_a_peer_is_a_third_bar(self):
        row = {"scenario": "peers", "name": "check-uptime, Go", "statuses": ["0"], "cpu_us": 7654,
               "rss_kib": 1, "bytes": 1, "ratios": {"empty": 9}, "limits": {}}
        text = chart.draw(digest.Measured(FIGURES | {"rows": [*FIGURES["rows"], row]}))
        words = self.words(ElementTree.fromstring(text))
        self.assertIn("7.7", words)
        self.assertIn("Mackerel's plugin, Go", words)
        without = chart.draw(digest.Measured(FIGURES | {"rows": [
            row for row in FIGURES["rows"] if row["scenario"] != "peers"]}))
        self.assertNotIn("Mackerel's plugin, Go", without)

    def test_what_was_not_measured_is_left_out(self):
        figures = figures_with("peers", "empty, Go")
        figures["rows"] = [row for row in figures["rows"] if row["scenario"] != "scripts"]
        words = " ".join(self.words(ElementTree.fromstring(chart.draw(digest.Measured(figures)))))
        self.assertNotIn("Go", words)
        # That of mackerel-plugin-ntpq is in another scenario.
        self.assertEqual(words.count("≥"), 1)


if __name__ == "__main__":
    unittest.main()
