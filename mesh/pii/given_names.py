"""Common given names and surnames of several languages, written from general knowledge."""

_GIVEN_NAMES = """
aaron abdul abigail adam adriana ahmed aisha alan albert alejandro alex alexander alexandra alexis
ali alice alicia allison alyssa amanda amber amir amy ana anders andre andrea andreas andrew angel
angela angelica anita ann anna anne anthony antonio arthur ashley astrid austin barbara beatriz
benjamin bernd beth betty beverly bianca billy björn bobby bradley brandon brandy brenda brent
brett brian brianna bridget brittany bruce bruno bryan caitlin calvin cameron carla carlos carmen
carol caroline carolyn carrie cassandra catherine cathy chad charles charlotte chelsea cheryl
chloe chris christian christina christine christopher cindy claire claudia cody colin connie corey
courtney craig cristina crystal curtis cynthia daniel danielle darren david dawn deborah debra
denise dennis derek desiree destiny diana diane diego dieter dmitri donald donna dorothy douglas
dustin dylan eduardo edward edwin eileen elena elizabeth ella emily emma eric erica erik erika
erin ethan eva evan evelyn fatima felix fernando fiona frances francesca francisco frank frederick
gabriel gabriela gabrielle gary george gina giovanni glenn gloria grace greg gregory guillermo
gustavo hannah hans harold harry hassan heather heidi helen henry hiroshi holly ian ibrahim ines
ingrid isaac isabel isabella ivan jack jackie jackson jaclyn jacob jacqueline jaime james jamie
jan jane janet janice jared jasmin jasmine jason javier jean jeff jeffery jeffrey jenna jennifer
jenny jeremiah jeremy jerome jerry jesse jessica jesus jill jillian jimmy joan joanna jocelyn joe
joel johann john johnathan johnny jon jonathan jordan jorge jose joseph joshua joyce juan judith
judy julia julian julie justin kaitlin kaitlyn karen kari karina karl karla katherine kathleen
kathryn kathy katie katrina kayla keith kelli kelly kelsey kendra kenneth kenji kerry kevin khan
kim kimberly klaus krista kristen kristi kristin kristina kristine kristy krystal kurt kyle lars
latoya laura lauren laurie leah lee leonardo leslie liam linda lindsay lindsey lisa logan lori
lorraine louis luca lucas lucia lucy luis luke luz lydia lynn mackenzie madeline madison manuel
marc marcia marco marcus margaret maria mariah mariam marie mario marissa mark marta martha martin
marvin mary mason mateo mathew matthew maureen max maxwell mckenzie megan meghan mei melanie
melinda melissa melvin mercedes meredith michael micheal michele michelle miguel mikhail mindy
misty mitchell mohamed mohammad mohammed molly monica monique morgan nancy naomi natalia natalie
natasha nathan nathaniel nicholas nichole nicolas nicole nikolai nina noah norma oliver olga
olivia omar oscar pablo paige pamela patricia patrick paul paula pauline pedro peggy peter philip
phillip phyllis priya rachael rachel rafael raj ralph ramon randall randy raul ravi raymond
rebecca rebekah regina renee rhonda ricardo richard rick ricky rita robert roberto robin rodney
roger ronald ronnie rosa rose ross roy ruben russell ruth ryan sabrina sally samantha samuel
sandra sanjay sara sarah savannah scott sean sergei sergio seth shane shannon sharon shaun shawn
sheena sheila shelby shelia shelley shelly sherri sherry sierra sofia sonia sonya sophia sophie
spencer stacey stacie stacy stanley stefan stefanie stephanie stephen steve steven stuart sue
summer susan suzanne sven sylvia tabitha tamara tammy tanner tanya tara tasha taylor teresa terri
terry thomas tiffany tim timothy tina todd tom tommy toni tony tonya tracey traci tracie tracy
travis trevor tricia tristan troy tyler valerie vanessa veronica vicki vickie victor victoria
vincent virginia vladimir walter wanda wayne wei wendy wesley whitney william willie wolfgang
xavier yesenia yolanda yuki yusuf yvonne zachary zoe
"""
_SURNAMES = """
adams ahmed allen alvarez anderson bailey baker barnes bauer becker bell bennett brooks brown
butler campbell carter castillo chavez chen clark collins cooper cox cruz davis diaz edwards evans
fernandez fischer flores foster garcia gomez gonzales gonzalez gray gupta gutierrez hall harris
hernandez hill hoffmann howard hughes ivanov jackson jansen jenkins jimenez johnson jones kelly
kim klein kowalski kumar larsen lee lewis lopez martin martinez mendoza meyer miller mitchell
moore morales morgan morris müller murphy myers nelson nguyen novak ortiz park parker patel perez
perry peterson phillips powell price ramirez ramos reed reyes reynolds richardson rivera roberts
robinson rodriguez rogers romero ross rossi ruiz russo sanchez sanders schmidt schneider schulz
scott silva singh smith stewart sullivan suzuki tanaka taylor thomas thompson torres turner wagner
walker wang ward watson weber white williams wilson wood wright yamamoto young zhang
"""

GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
SURNAMES = frozenset(_SURNAMES.split())
