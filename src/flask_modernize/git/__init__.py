"""The only package that runs git: `command` reads with plain processes, `repository` changes through GitPython."""
