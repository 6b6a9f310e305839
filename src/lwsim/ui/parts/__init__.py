"""Parts that pages share: what the browser module exports, as Solara components."""
