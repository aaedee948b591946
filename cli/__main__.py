"""The ``mesh`` command as a process of its own."""

from mesh.scanning.without_pandas import keep_pandas_out

keep_pandas_out()

from cli.main import main  # noqa: E402 - what it loads loads pyarrow

__all__ = ["main"]

if __name__ == "__main__":
    main()
