"""The bytes of every paper that `anliku checklist` writes. The exporters are loaded when needed: that takes a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ..checklist import Checklist, Result, Settings
from ..checklist.form.plan import FormPlan
from ..checklist.results.report import report_of
from ..export.stamp import stamp_of
from ..library import Library
from .console import fail, warn


class PaperFormat(StrEnum):
    """What kind of file is made."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


@dataclass(frozen=True)
class ChecklistPress:
    """What all papers of one command are made of."""

    library: Library
    settings: Settings
    form: PaperFormat

    def blank(self, plan: FormPlan) -> bytes:
        """Return a form to fill in."""
        stamp, shared = stamp_of(self.library), self.library.shared
        if self.form is PaperFormat.XLSX:
            from ..export.checklist_xlsx import form_xlsx

            return form_xlsx(plan, stamp)
        if self.form is PaperFormat.DOCX:
            from ..export.checklist_docx import form_docx

            return form_docx(plan, shared, stamp)
        if self.form is PaperFormat.HTML:
            from ..export.form_html import form_html

            cases = {key: entry.title for key, entry in self.library.published.items()}
            return form_html(shared, plan.checklist.organisation, self.settings, cases).encode()
        from ..export.checklist_pdf import form_pdf

        return self._set(lambda fonts: form_pdf(plan, shared, stamp, fonts))

    def booklet(self, plan: FormPlan) -> bytes:
        """Return the standards that lie beside the form, and how to verify them."""
        stamp, shared = stamp_of(self.library), self.library.shared
        if self.form is PaperFormat.DOCX:
            from ..export.checklist_docx import booklet_docx

            return booklet_docx(plan, shared, stamp)
        from ..export.checklist_pdf import booklet_pdf

        return self._set(lambda fonts: booklet_pdf(plan, shared, stamp, fonts))

    def filled(self, made: Checklist, result: Result) -> bytes:
        """Return the report of a result with its answers as an annex."""
        stamp = stamp_of(self.library)
        if self.form is PaperFormat.XLSX:
            from ..export.checklist_xlsx import checklist_xlsx

            return checklist_xlsx(made, stamp, result)
        report = report_of(made, result)
        if self.form is PaperFormat.DOCX:
            from ..export.checklist_docx import report_docx

            return report_docx(report, stamp)
        if self.form is PaperFormat.HTML:
            from ..export.result_html import result_html

            return result_html(report).encode()
        from ..export.checklist_pdf import report_pdf

        return self._set(lambda fonts: report_pdf(report, stamp, fonts))

    def ballot(self, made: Checklist) -> bytes | None:
        """Return the ballot, as XLSX the sheet to count ballots in; None, and say so, where nothing is asked of those served."""
        from ..export.ballot import asked_of_masses, ballot_data, ballot_docx, ballot_pdf

        asked, without = asked_of_masses(made)
        if without:
            names = "、".join(item.id for item in without)
            warn(f"提醒：“{made.name}”有 {len(without)} 条由服务对象评的没有写 ballot，没有印在票上：{names}。")
        if not asked:
            warn(f"提醒：“{made.name}”没有发给服务对象的问题，没有写出测评票。")
            return None
        data, stamp = ballot_data(made), stamp_of(self.library)
        if self.form is PaperFormat.XLSX:
            from ..export.tally_xlsx import tally_xlsx

            return tally_xlsx(made, stamp)
        if self.form is PaperFormat.DOCX:
            return ballot_docx(data, stamp)
        return self._set(lambda fonts: ballot_pdf(data, stamp, fonts))

    def _set(self, make: Callable[..., bytes]) -> bytes:
        """Set a PDF, or end with a message where no font is found."""
        from ..export.fonts import NoFontError, choose_fonts
        from ..export.typeset import PrintError

        try:
            return make(choose_fonts(self.settings.pdf_font))
        except (NoFontError, PrintError) as error:
            fail(str(error))
