"""The commands of documents, templates and wordings: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

DOCUMENT = {
    "make": ("documents.making:make", N_("Make a paper about a contract from its template.")),
    "make-all": (
        "documents.making:make_many",
        N_("Make one kind of paper for many contracts, with the faults of each."),
    ),
    "verify": ("documents.documents:verify", N_("Make documents again from what was stored, and compare.")),
    "list": ("documents.documents:show_documents", N_("Documents of a contract, or the newest of all.")),
    "letters": ("documents.documents:show_letters", N_("The register of outgoing letters: number, day, addressee.")),
    "show": ("documents.documents:show_document", N_("A document, the context that made it, and its file again.")),
    "attach": ("documents.documents:attach_scan", N_("Keep a scan of the signed copy with the contract.")),
    "pdf": ("documents.documents:make_pdf", N_("Make Word files into PDF, or into one pack; needs LibreOffice.")),
}

TEMPLATE = {
    "list": ("documents.templates:show_templates", N_("The templates there are, and which is in force.")),
    "check": (
        "documents.templates:check_file",
        N_("Check a Word file: names, faults with their place, acts not in force."),
    ),
    "export": ("documents.templates:export_template", N_("Write the template in force to a file, to edit it in Word.")),
    "install": (
        "documents.templates:install_template",
        N_("Put a checked Word file in force as the company's template."),
    ),
    "restore": ("documents.templates:restore_template", N_("Go back to the shipped template.")),
    "variables": ("documents.templates:show_variables", N_("The names a template of a kind may use.")),
    "preview": ("documents.templates:preview_template", N_("Fill a template with sample data.")),
}

WORDING = {
    "show": (
        "documents.wording:show_wording",
        N_("Show how the names of a contract's parties and people are worded, and what to check."),
    ),
    "set": (
        "documents.wording:keep_wording",
        N_("Say how a name is written in a case or language; it prevails over what is proposed."),
    ),
}
