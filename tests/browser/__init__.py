"""The pages and the widget in a real browser, with the real system behind them."""
