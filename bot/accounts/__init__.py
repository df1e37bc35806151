"""Who may use the console: accounts, passwords, second factors, sign-ins and their limits.

``roles`` says who may do what; ``bot.console.access`` guards the pages with it.
"""
