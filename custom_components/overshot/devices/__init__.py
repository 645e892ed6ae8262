"""Talk to devices: one module a family, registers and telegrams to readings and setpoints and back."""
