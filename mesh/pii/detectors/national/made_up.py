"""National identifiers that a column's name tells, though their check digits are wrong.

Examples, seeds and forms filled in by hand hold such: whom they would name is told all the same.
"""

from mesh.pii.detectors.model import ColumnDetector, FormDetector
from mesh.pii.detectors.national import (
    ar_cuit,
    au_tfn,
    be_nn,
    br_cnpj,
    br_cpf,
    cn_ric,
    cz_rc,
    de_steuer_id,
    ee_ik,
    es_nif,
    fr_nir,
    in_aadhaar,
    it_codice_fiscale,
    mx_curp,
    pl_pesel,
    ro_cnp,
    sg_nric,
    tr_kimlik,
    uk_nhs,
)

# Words that are short for other things too.
_UNSURE = frozenset(("uid", "ik", "rc", "idnr", "fin", "insee", "rrn", "ric"))
# Layouts of whole values: 9 is a digit, a is a letter.
_LAYOUTS: tuple[tuple[FormDetector, str], ...] = (
    (ar_cuit.DETECTOR, "9{2}-?9{8}-?9"),
    (au_tfn.DETECTOR, "9{3} ?9{3} ?9{2,3}"),
    (be_nn.DETECTOR, r"9{11}|9{2}\.9{2}\.9{2}-9{3}\.9{2}"),
    (br_cnpj.DETECTOR, r"9{13,14}|9{2}\.9{3}\.9{3}/9{4}-9{2}"),
    (br_cpf.DETECTOR, r"9{10,11}|9{3}\.9{3}\.9{3}-9{2}"),
    (cn_ric.DETECTOR, "9{17}[9a]"),
    (cz_rc.DETECTOR, "9{6}/?9{3,4}"),
    (de_steuer_id.DETECTOR, "9{11}|9{2} 9{3} 9{3} 9{3}"),
    (ee_ik.DETECTOR, "9{11}"),
    (es_nif.DETECTOR, r"9{7,8}[ -]?a?|9{2}\.9{3}\.9{3}-?a?"),
    (fr_nir.DETECTOR, "9 ?9{2} ?9{2} ?9{2} ?9{3} ?9{3}(?: ?9{2})?"),
    (in_aadhaar.DETECTOR, "9{4}[ -]?9{4}[ -]?9{4}"),
    (it_codice_fiscale.DETECTOR, "a{6}9{2}a9{2}a9{3}a"),
    (mx_curp.DETECTOR, "a{4}9{6}a{6}[9a]{2}"),
    (pl_pesel.DETECTOR, "9{11}"),
    (ro_cnp.DETECTOR, "9{13}"),
    (sg_nric.DETECTOR, "a9{7}a"),
    (tr_kimlik.DETECTOR, "9{11}"),
    (uk_nhs.DETECTOR, "9{3}[ -]?9{3}[ -]?9{4}"),
)


def _told(form: FormDetector, layout: str) -> ColumnDetector:
    return ColumnDetector(
        entity=form.entity,
        country=form.country,
        source=form.source,
        validator="the layout of such numbers, check digits aside",
        header=tuple(phrase for phrase in form.header if phrase not in _UNSURE),
        negative=form.negative,
        shape="",
        layout=layout,
        least_share=0.5,
    )


DETECTORS = tuple(_told(form, layout) for form, layout in _LAYOUTS)
