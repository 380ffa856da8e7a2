"""``python -m loader.ontology_pages --output DIR``: write the page and its index."""

from __future__ import annotations

from pathlib import Path

import click

from loader.errors import LangngheError
from loader.ontology_pages.index import ontology_index
from loader.ontology_pages.page import Links, ontology_page
from loader.project import Project
from loader.sources import write_atomically

PAGE = "index.html"
INDEX = "README.md"
IN_DOCS = Links(rule="../rules/{code}.md", question="../questions.md#{name}")
"""Where the page of a checkout links to."""


@click.command()
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to [docs/ontology].")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Which language first.")
def main(output: Path | None, lang: str) -> None:
    """Viết trang tài liệu của bản thể luận. Write the documentation of the ontology: index.html and README.md."""
    try:
        project = Project.find()
        folder = output or project.root / "docs" / "ontology"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((PAGE, ontology_page(project, lang, IN_DOCS)), (INDEX, ontology_index(project))):
            write_atomically(folder / name, text.encode())
            click.echo(str(folder / name))
    except LangngheError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
