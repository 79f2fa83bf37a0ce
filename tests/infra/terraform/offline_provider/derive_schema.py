"""Derive schema.json, the arguments of the Google resources in use, from a published package.

    pip download --no-deps cdktf-cdktf-provider-google==16.12.1
    python -m tests.infra.terraform.offline_provider.derive_schema cdktf_cdktf_provider_google-16.12.1-py3-none-any.whl

That package was generated from hashicorp/google 6.50.0. Its JavaScript says of each argument what it is called, its
type, whether it is a block, and (by a `reset…` method) whether it may be left out. It does not say which optional
arguments the provider would fill in, so all of them are marked as computed.
"""

import io
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TypeAlias

Json: TypeAlias = dict[str, object]

INFRA = Path(__file__).parents[4] / "infra"
SCHEMA = Path(__file__).with_name("schema.json")
PROVIDER = {
    "default_labels": {"type": ["map", "string"], "optional": True},
    "project": {"type": "string", "optional": True},
    "region": {"type": "string", "optional": True},
}
PRIMITIVES = {"string": "string", "number": "number", "boolean": "bool", "any": "dynamic"}
GETTERS = {
    "String": "string",
    "Number": "number",
    "Boolean": "bool",
    "List": ["list", "string"],
    "NumberList": ["list", "number"],
    "StringMap": ["map", "string"],
}

ARGUMENT = re.compile(
    r"(?P<name>\w+): \{\s+value: .*,\s+isBlock: (?P<block>\w+),\s+"
    r'type: "(?P<shape>\w+)",\s+storageClassType: "(?P<kind>\w+)"'
)
OUTPUT = re.compile(
    r"// (?P<name>\w+) - computed: true, optional: false, required: false\s+"
    r"get \w+\(\) \{\s+return (?:cdktf\.Fn\.tolist\()?this\.get(?P<getter>\w+)Attribute"
)
RESET = re.compile(r"^    reset(\w+)\(\)", re.MULTILINE)


def in_use(kind: str) -> list[str]:
    """Return the types of the `resource` or `data` blocks in infra/*.tf."""
    text = "".join(file.read_text() for file in INFRA.glob("*.tf"))
    return sorted(set(re.findall(rf'^{kind} "(google_\w+)"', text, re.MULTILINE)))


class Module:
    """One resource's JavaScript."""

    def __init__(self, source: str) -> None:
        self.source = source

    def block(self, struct: str) -> Json:
        """Return a nested block, described as `terraform providers schema -json` does."""
        arguments = self._between(f"function {struct[0].lower()}{struct[1:]}ToHclTerraform(", "\n}")
        return self._block(arguments, self._between(f"class {struct}OutputReference ", "\n}"))

    def root(self) -> Json:
        owner = self._between("cdktf.Terraform", "\n}")
        return self._block(owner[owner.index("synthesizeHclAttributes") :], owner)

    def _between(self, start: str, end: str) -> str:
        begin = self.source.index(start)
        return self.source[begin : self.source.index(end, begin)]

    def _block(self, arguments: str, owner: str) -> Json:
        attributes: dict[str, Json] = {}
        blocks: dict[str, Json] = {}
        optionals = {name.lower() for name in RESET.findall(owner)}
        for found in ARGUMENT.finditer(arguments):
            name = found["name"]
            optional = name.replace("_", "") in optionals
            if found["block"] == "true":
                blocks[name] = self._nested(found, optional, owner)
            else:
                flags = {"optional": True, "computed": True} if optional else {"required": True}
                attributes[name] = {"type": cty(found["shape"], found["kind"]), **flags}
        for found in OUTPUT.finditer(owner):
            attributes.setdefault(found["name"], {"type": GETTERS[found["getter"]], "computed": True})
        return {"attributes": attributes, "block_types": blocks}

    def _nested(self, found: re.Match[str], optional: bool, owner: str) -> Json:
        if found["shape"] == "struct":
            return {"nesting_mode": "single", "block": self.block(found["kind"])}
        many = f'List(this, "{found["name"]}"' in owner
        limits = ({} if optional else {"min_items": 1}) | ({} if many else {"max_items": 1})
        return {"nesting_mode": found["shape"], "block": self.block(found["kind"].removesuffix("List")), **limits}


def cty(shape: str, kind: str) -> object:
    base = PRIMITIVES[re.sub("(List|Map)$", "", kind)]
    return base if shape == "simple" else [shape, base]


def modules(wheel: Path, names: Collection[str]) -> Iterator[tuple[str, Module]]:
    with zipfile.ZipFile(wheel) as archive:
        (package,) = [name for name in archive.namelist() if name.endswith(".jsii.tgz")]
        with tarfile.open(fileobj=io.BytesIO(archive.read(package))) as files:
            for member in files:
                *_, folder, file = member.name.split("/")
                if file == "index.js" and folder in names and (content := files.extractfile(member)):
                    yield folder, Module(content.read().decode())


def derive(wheel: Path) -> Json:
    resources = {name: name.removeprefix("google_").replace("_", "-") for name in in_use("resource")}
    sources = {name: name.replace("google_", "data-google-").replace("_", "-") for name in in_use("data")}
    found = dict(modules(wheel, {*resources.values(), *sources.values()}))
    return {
        "provider": {"attributes": PROVIDER, "block_types": {}},
        "resource_schemas": {name: found[folder].root() for name, folder in resources.items()},
        "data_source_schemas": {name: found[folder].root() for name, folder in sources.items()},
    }


def main() -> None:
    schema = derive(Path(sys.argv[1]))
    SCHEMA.write_text(json.dumps(schema, separators=(",", ":")).replace('"google_', '\n"google_') + "\n")


if __name__ == "__main__":
    main()
