"""Names, towns, streets and companies of many countries, as Faker knows them."""

from importlib import import_module

from faker import Faker

LOCALES = (
    "ar_AA", "bg_BG", "cs_CZ", "da_DK", "de_AT", "de_CH", "de_DE", "el_GR", "en_AU", "en_CA",
    "en_GB", "en_IE", "en_IN", "en_NG", "en_NZ", "en_PH", "en_US", "es_AR", "es_CO", "es_ES",
    "es_MX", "et_EE", "fi_FI", "fr_BE", "fr_CA", "fr_CH", "fr_FR", "hr_HR", "hu_HU", "id_ID",
    "is_IS", "it_IT", "ja_JP", "ko_KR", "lt_LT", "lv_LV", "mt_MT", "nl_BE", "nl_NL", "no_NO",
    "pl_PL", "pt_BR", "pt_PT", "ro_RO", "ru_RU", "sk_SK", "sl_SI", "sq_AL", "sv_SE", "tr_TR",
    "uk_UA", "vi_VN", "zh_CN", "zu_ZA", "yo_NG", "ha_NG", "tw_GH", "fil_PH", "uz_UZ", "az_AZ",
    "ga_IE", "lb_LU", "bs_BA", "sr_BA",
)  # fmt: skip
_DRAWN = (
    ("city", 250), ("country", 120), ("company", 150), ("street_name", 250), ("address", 150),
    ("phone_number", 80), ("first_name", 300), ("last_name", 300),
)  # fmt: skip


def pool(locale: str, seed: int) -> dict[str, list[str]]:
    """Some hundred values of each kind in one locale."""
    only = Faker(locale)
    fake = only if hasattr(only, "phone_number") else Faker("en_US")
    only.seed_instance(seed)
    fake.seed_instance(seed)
    drawn = {
        kind: sorted({(getattr(only, kind, None) or getattr(fake, kind))() for _ in range(many)})
        for kind, many in _DRAWN
    }
    drawn["first_name"] += _names(locale, "first_name")
    drawn["last_name"] += _names(locale, "last_name")
    return drawn


def _names(locale: str, kind: str) -> list[str]:
    """Every name that the locale's provider lists."""
    provider = import_module("faker.providers.person").__name__
    try:
        listed = import_module(f"{provider}.{locale}").Provider
    except ModuleNotFoundError:
        return []
    found: set[str] = set()
    for attribute in dir(listed):
        if attribute.startswith(kind):
            names = getattr(listed, attribute)
            if isinstance(names, (dict, list, tuple)):
                found.update(name for name in names if isinstance(name, str))
    return sorted(found)
