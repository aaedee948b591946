"""Words that columns are written with: titles, endings of names, streets, codes of few values."""


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


TITLES = ("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Rev.", "Hon.", "Sir", "Señor", "Herr", "Mme")
SUFFIXES = ("Jr.", "Jr", "Sr.", "II", "III", "IV", "MD", "PhD", "Esq.")
ROLES = ("(editor)", "(author)", "(illustrator)", "(translator)", "(producer)", "(composer)")
UNITS = ("kg", "g", "ml", "oz", "km", "mi", "cm", "%", "USD", "€", "h", "min", "GB", "MHz", "V")
ENDINGS = _parted(
    """
High School|School|Elementary School|University|College|Library|Museum|Hospital|Church|Theatre|
Hotel|Restaurant|Cafe|Bar & Grill|Foundation|Association|Society|Club|Center|Community Center|
Committee|Council|Ministry|Party|Rovers|Wanderers|Rangers|Athletic|Town|Tigers|Lions|Eagles|Bulls|
Racing|Brothers|& Sons|& Co|Industries|Solutions|Systems|Motors|Airlines|Logistics|Consulting|e.V.|
Clinic|Bank|Group|Partners|Capital|Inc|LLC|Ltd|GmbH|S.A.|Corp|Records|Press|Studios|Pictures|
Brewery|Farm|Market|United|City FC|Department
"""
)
STREETS = ("St", "St.", "Street", "Ave", "Avenue", "Rd", "Road", "Blvd", "Lane", "Dr", "Way")
TREES = _parted(
    """
Oak|Elm|Maple|Cedar|Pine|Walnut|Park|Main|Church|Mill|Hill|Lake|River|Spring|High|Market|Station|
School|Court|Broadway|First|2nd|Third|5th|North|Washington|Lincoln|King|Queen
"""
)
PARTICLES = _parted("Al|El|Abu|Abu Al|Bin|Ben|De|De La|Del|Da|Dos|Di|Van|Van der|Von|Le|Mac|St.")
PARTIES = ("R", "D", "REP", "DEM", "I", "LIB", "Con", "Lab", "captain", "c", "Ind.")
BEGINNINGS = _parted(
    """
University of|Ministry of|Department of|Office of|Committee on|Bank of|House of|Society of|FC|SC|SV|
VfL|TSV|CD|AC|AS|Real|Sporting|Dynamo|Spartak|Borussia|Eintracht|Olympique|Deportivo|Union|City of|
Church of|Republic of|School of|Institute of|Hotel|Restaurant|Clinic|Banco|Grupo|Casa|Groupe
"""
)
RANKS = _parted(
    """
Officer|Police Officer|Sheriff|Senator|Sen.|Rep.|President|King|Judge|Captain|Lt.|Sgt.|Patrolman|
Coach|St.|Lord|Lady|The Hon|Hon.|Minister|Deputy|Mayor|Councillor|Nurse|Father|Sister|Brother
"""
)
# What columns with few values hold.
DATES = _parted(
    """
%A, %B %d, %Y|%B %d, %Y|%d %B %Y|%a %b %d %Y|%b %d %Y|%d-%b-%y|%B %Y|%d.%m.%Y|%m/%d/%y|%I:%M %p|
%A|%b-%y|%Y-%m-%d %H:%M:%S
"""
)
COMMON = _parted(
    """
yes|no|true|false|male|female|m|f|man|woman|other|unknown|none|null|n/a|na|active|inactive|pending|
open|closed|shipped|cancelled|completed|draft|published|approved|rejected|new|used|high|medium|low|
small|large|s|l|xl|xxl|black|white|brown|green|grey|gray|blue|red|pink|hazel|silver|gold|violet|
blonde|auburn|amber|olive|ivory|violet|rose|ruby|monday|tuesday|wednesday|thursday|friday|saturday|
sunday|january|february|march|april|may|june|july|august|september|october|november|december|jan|
feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|north|south|east|west|usd|eur|
gbp|jpy|chf|dollar|euro|pound|peso|rupee|english|french|german|spanish|arabic|russian|chinese|hindi|
portuguese|turkish|dutch|polish|greek|swahili|never|rarely|sometimes|often|always|agree|disagree|
strongly agree|somewhat agree|neutral|single|married|divorced|widowed|a+|b+|o-|ab+|admin|moderator|
user|guest|owner|member|manager|engineer|analyst|marketing|sales|legal|support|finance|accounting|
human resources|research|operations|product management|catholic|hindu|muslim|buddhist|christian|
jewish|democrat|republican|independent|libertarian|labour|conservative|white|hispanic|asian|latino|
pacific islander|rock|pop|jazz|hip hop|country|drama|comedy|action|horror|thriller|western|musical|
easy|hard|difficult|good|bad|excellent|poor|fair|average|visa|mastercard|cash|credit card|paypal|
summer|winter|spring|autumn|fall|mr.|mrs.|ms.|miss|dr.|jr.|sr.|ii|iii|iv|asap|tbd|domestic|foreign|
public|private|urban|rural|suburban|primary|secondary|general|special|major|minor|home|away|win|
loss|draw|left|right|both|guard|forward|center|goalkeeper|defender|midfielder|pitcher|catcher|
breakfast|lunch|dinner|snack|dessert|vegan|beef|chicken|pork|fish|dog|cat|horse|rabbit|car|truck
"""
)
GROUNDS = _parted(
    """
Airport|International Airport|County|Station|Park|Lake|River|Beach|Island|Mountain|Valley|
Province|District|Region
"""
)
PARTS = _parted(
    """
Volume|Issue|Vol|No|Number|Part|Chapter|Section|Article|Act|Resolve|Page|Lot|Unit|Room|Table|Box|
Item|Series|Season|Episode|Book|Edition|Level|Phase|Version|Group|Zone|District|Ward|Route|Line
"""
)
MEASURES = _parted(
    """
tablespoons|teaspoons|cups|pounds|ounces|cloves|pieces|servings|slices|packages|mins|hrs|days|weeks|
rows|tablets|capsules|puffs|mg|litres|pairs|boxes|copies|points|goals|miles|pages|units|years
"""
)
