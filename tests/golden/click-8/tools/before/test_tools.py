from click.testing import CliRunner

from tools import cli


def test_count():
    result = CliRunner(mix_stderr=False).invoke(cli, ["count"])
    assert result.exit_code == 0
