"""What a process imports before it knows which adapters it needs."""

import subprocess
import sys


def test_nothing_loads_googles_client_before_the_cloud_is_chosen() -> None:
    code = (
        "import sys; from onewrite.bootstrap import memory_adapters; memory_adapters(); "
        "print(*(name for name in sys.modules if name.startswith(('google.cloud.', 'grpc'))))"
    )
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert imported.stdout.split() == []
