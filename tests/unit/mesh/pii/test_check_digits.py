"""Each kind with check digits accepts what its issuer gives, and hardly ever a wrong digit."""

import math

import numpy as np
import pytest

from mesh.naming.entities import ENTITIES
from mesh.pii.checksums import signs_of
from mesh.pii.detectors.registry import every
from tests.unit.mesh.pii.specimens import (
    PER_ROUND,
    by_form,
    corrupted,
    main_form,
    random_values,
    right_values,
)

DETECTORS = by_form()
# Values that issuers or standards print as examples.
PUBLISHED = {
    "US_SSN": ["536221234"],
    "US_NPI": ["1234567893", "1245319599"],
    "US_MBI": ["1EG4TE5MK73"],
    "CA_SIN": ["130692544"],
    "MX_CURP": ["BOXW310820HNERXN09"],
    "BR_CPF": ["39053344705", "11144477735"],
    "BR_CNPJ": ["11222333000181", "12ABC34501DE35"],
    "AR_CUIT": ["20055361682"],
    "CL_RUT": ["125319092"],
    "UK_NINO": ["AA123456A"],
    "UK_NHS": ["9434765919", "9434765870"],
    "IE_PPS": ["6433435F", "6433435OA"],
    "FR_NIR": ["295109912611193", "253072B07300470"],
    "DE_STEUER_ID": ["36574261809"],
    "AT_SVNR": ["1237010180"],
    "CH_AHV": ["7569217076985"],
    "NL_BSN": ["111222333"],
    "BE_NN": ["85073003328"],
    "ES_NIF": ["54362315K", "12345678Z"],
    "ES_NIE": ["X2482300W", "X1234567L"],
    "PT_NIF": ["501964843"],
    "IT_CODICE_FISCALE": ["RCCMNL83S18D969H", "RSSMRA85T10A562S"],
    "GR_AFM": ["094259216", "023456780"],
    "PL_PESEL": ["44051401359"],
    "CZ_RC": ["7103192745"],
    "RO_CNP": ["1630615123457"],
    "SE_PERSONNUMMER": ["8803200016", "198112189876"],
    "NO_FNR": ["15108695088"],
    "DK_CPR": ["2110625629"],
    "FI_HETU": ["131052308T"],
    "EE_IK": ["36805280109"],
    "TR_KIMLIK": ["17291716060", "10000000146"],
    "IN_AADHAAR": ["234123412346"],
    "IN_PAN": ["ACUPA7085R"],
    "AU_TFN": ["123456782"],
    "AU_MEDICARE": ["2123456701"],
    "NZ_IRD": ["49091850", "136410132"],
    "SG_NRIC": ["S1234567D", "M1234567K"],
    "KR_RRN": ["9710139019902"],
    "JP_MY_NUMBER": ["123456789018"],
    "CN_RIC": ["360426199101010071", "11010519491231002X"],
    "ZA_ID": ["7503305044089", "8001015009087"],
    "IL_ID": ["039337423"],
    "CREDIT_CARD": ["4111111111111111", "378282246310005", "6011111111111117"],
    "IBAN_CODE": ["GB29NWBK60161331926819", "FR1420041010050500013M02606"],
    "US_ABA_ROUTING": ["111000025", "021000021"],
    "IMEI": ["490154203237518"],
    "VIN": ["1M8GDM9AXKP042788", "1FTRX12V69FA11242"],
}
# Kinds without check digits for every place, and one whose even weights miss a change by five.
LETS_THROUGH = {"US_SSN", "US_ITIN", "US_EIN", "US_MBI", "UK_NINO", "IN_PAN", "AU_MEDICARE"}
WEAK = {"MX_CURP"}


@pytest.mark.parametrize(
    ("entity", "value"), [(kind, one) for kind, given in PUBLISHED.items() for one in given]
)
def test_a_published_specimen_is_right(entity: str, value: str) -> None:
    assert DETECTORS[entity].check(signs_of(value)).all()


@pytest.mark.parametrize("entity", DETECTORS)
def test_the_told_chance_rate_is_the_measured_one(entity: str) -> None:
    detector = DETECTORS[entity]
    chance = detector.chance
    assert chance is not None
    values = random_values(main_form(detector), np.random.default_rng(11))

    share = detector.check(values).mean()

    assert share == pytest.approx(chance, abs=5 * math.sqrt(chance / PER_ROUND) + chance * 0.05)


@pytest.mark.parametrize("entity", sorted(DETECTORS.keys() - LETS_THROUGH))
def test_one_wrong_digit_of_a_thousand_right_values_is_hardly_ever_right(entity: str) -> None:
    detector = DETECTORS[entity]
    rng = np.random.default_rng(5)
    right = right_values(detector, rng, least=1_000 if (detector.chance or 0) > 1e-3 else 20)
    wrong = np.concatenate(
        [corrupted(right[:, :1000], rng) for _ in range(3)]
        if right.shape[1] >= 1000
        else [corrupted(right, rng) for _ in range(60)],
        axis=1,
    )

    assert right.shape[1] >= 20
    assert wrong.shape[1] >= 1_000
    assert detector.check(wrong).mean() <= (0.08 if entity in WEAK else 0.02)


def test_at_least_25_countries_have_check_digits() -> None:
    assert len({one.country for one in DETECTORS.values() if one.proves and one.country}) >= 25


def test_every_kind_that_is_found_can_be_declared_in_a_contract() -> None:
    assert {one.entity for one in every()} <= set(ENTITIES)
    assert len({one.entity for one in every()}) >= 60
