"""The options and arguments that several commands have."""

from typing import Annotated

import typer

from onewrite.cli.completion import functions, generations, projections, streams

JsonOption = Annotated[bool, typer.Option("--json", help="Print the report as JSON, and nothing else.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Don't ask before changing a real project.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why; kept in the audit log.")]
ProjectionArgument = Annotated[
    str, typer.Argument(metavar="PROJECTION", help="The projection's name.", autocompletion=projections)
]
OptionalProjectionArgument = Annotated[
    str | None, typer.Argument(metavar="PROJECTION", help="Only this projection.", autocompletion=projections)
]
OptionalGenerationArgument = Annotated[
    int | None,
    typer.Argument(metavar="GENERATION", help="The generation's number.", autocompletion=generations),
]
GenerationArgument = Annotated[
    int, typer.Argument(metavar="GENERATION", help="The generation's number.", autocompletion=generations)
]
StreamArgument = Annotated[
    str | None,
    typer.Argument(metavar="STREAM", help="Only this stream: account-7, or 7 for short.", autocompletion=streams),
]
NamedStreamArgument = Annotated[
    str, typer.Argument(metavar="STREAM", help="The stream: account-7, or 7 for short.", autocompletion=streams)
]
ErrorOption = Annotated[str | None, typer.Option("--error-class", help="Only streams that such an error stopped.")]
FunctionArgument = Annotated[
    str | None,
    typer.Argument(metavar="FUNCTION", help="Only this one; without it, all of them.", autocompletion=functions),
]
