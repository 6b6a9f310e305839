"""The planner's browser: one Solara app with a page a file; nothing here is loaded by `import lwsim`."""
