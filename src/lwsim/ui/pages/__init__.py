"""The pages of the browser, a file each; `ui.site` lists them."""
