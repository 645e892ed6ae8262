"""Charging sessions: from plug-in to unplug, exactly once, with what they took and what that cost."""
