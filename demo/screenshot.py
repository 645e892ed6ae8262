"""Which browser looks at Home Assistant, and how it is started."""

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


class BrowserError(RuntimeError):
    """There is no browser, or it shows nothing."""
