"""What opening the dashboard costs a real Home Assistant's event loop. Runs in the environment of the demo."""
