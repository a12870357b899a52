"""`python -m campaignlint`."""

from campaignlint.cli import main

if __name__ == "__main__":
    main()
