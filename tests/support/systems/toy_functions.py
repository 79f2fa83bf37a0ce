"""Functions that do next to nothing, for tests of what serves them."""

from pathlib import Path
from textwrap import dedent

HTTP = """
    import functions_framework

    calls = 0

    @functions_framework.http
    def {name}(request):
        global calls
        calls += request.method == "POST"
        return {{"calls": calls}}
"""
#: In the rehearsal, where the store is in memory, it serves the projection that the topology says.
PUSHED = """
    import os

    import functions_framework

    if os.environ.get("ONEWRITE_STORE") == "memory":
        from onewrite.bootstrap import app

        app().projection("{name}".removeprefix("project_"))

    @functions_framework.cloud_event
    def {name}(event):
        print(event["subject"], flush=True)
"""
BROKEN = "raise RuntimeError('no function today')\n"
#: What comes behind it on the line is left out in the rehearsal, where the store is in memory.
SERVED = "import os\nif os.environ.get('ONEWRITE_STORE') != 'memory': "


def toys(folder: Path, **sources: str) -> Path:
    """Write a folder of functions."""
    for name, source in sources.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "main.py").write_text(dedent(source).format(name=name))
    return folder
