from click.testing import CliRunner

from tools import cli


def test_count():
    result = CliRunner().invoke(cli, ["count"])
    assert result.exit_code == 0
