"""The language of help texts and of sentences on misuse: that of the environment or of ./config.toml."""

from contracts.language.choice import interface_language, translate

_ = translate(interface_language())
