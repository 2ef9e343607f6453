"""List the words about people and bodies: titles, roles, given names, the nouns of organisations and groups."""

MALE_TITLES = frozenset("mr sir lord king prince pope father brother monsieur herr don sheikh baron duke".split())
FEMALE_TITLES = frozenset("mrs ms miss mme madame lady dame queen princess sister frau baroness duchess".split())
MALE_ROLES = frozenset(
    "spokesman chairman congressman businessman councilman assemblyman alderman salesman policeman fireman "
    "husband father son brother actor uncle grandfather widower policeman cameraman fisherman clergyman boy man "
    "nephew".split()
)
FEMALE_ROLES = frozenset(
    "spokeswoman chairwoman congresswoman businesswoman councilwoman assemblywoman alderwoman policewoman wife "
    "mother daughter sister actress aunt grandmother widow heiress girl woman niece hostess".split()
)
_NEUTRAL_ROLES = frozenset(
    "president master vice-president secretary secretary-general general minister premier chancellor mayor "
    "governor senator representative congressperson judge justice attorney prosecutor sheriff commissioner "
    "ambassador envoy diplomat director manager chief head leader chair chairperson spokesperson officer official "
    "executive ceo cfo cto founder co-founder owner partner professor lecturer scholar researcher scientist "
    "historian economist analyst strategist pollster consultant adviser advisor aide lawyer lawmaker legislator "
    "counsel delegate candidate nominee frontrunner front-runner contender challenger incumbent captain colonel "
    "major lieutenant sergeant admiral commander detective inspector superintendent constable bishop archbishop "
    "cardinal pastor priest rabbi imam reverend reporter journalist columnist editor correspondent anchor host "
    "commentator author writer novelist poet critic blogger activist organizer organiser campaigner advocate "
    "engineer architect doctor physician surgeon nurse teacher principal student coach player striker midfielder "
    "goalkeeper trainer singer musician rapper composer artist painter comedian director producer filmmaker "
    "photographer chef farmer fisher driver miner worker trader banker investor broker developer entrepreneur "
    "mogul billionaire millionaire tycoon heir witness victim resident neighbour neighbor voter supporter "
    "volunteer member councillor councilor clerk treasurer comptroller auditor ombudsman undersecretary under- "
    "secretary deputy assistant whip speaker president-elect czar marshal ranger warden harbourmaster "
    "harbormaster skipper pilot astronaut veteran democrat republican conservative liberal socialist independent "
    "operative insider expert specialist sen rep gov gen lt col maj capt sgt adm rev hon prof dr pres lt. dame "
    "rector dean provost registrar curator librarian biologist chemist physicist psychologist sociologist "
    "ecologist hydrologist epidemiologist statistician mathematician philosopher theologian midwife paramedic "
    "firefighter".split()
)
ROLES = _NEUTRAL_ROLES | MALE_ROLES | FEMALE_ROLES | MALE_TITLES | FEMALE_TITLES
HONORIFICS = (MALE_TITLES | FEMALE_TITLES | {"dr", "prof", "mx", "messrs"}) - {
    "king",
    "queen",
    "pope",
    "prince",
    "princess",
}
ROLE_MODIFIERS = frozenset(
    "vice deputy assistant acting former ex prime foreign defence defense interior finance health education "
    "culture justice attorney home interior environment transport energy trade labour labor justice lieutenant lt "
    "chief senior junior managing executive associate first second minority majority house senate party state "
    "district county city federal national press campaign policy political then-president late".split()
)

BODIES = frozenset(
    "company firm government administration ministry department committee commission agency bureau board council "
    "court union group organisation organization association campaign party alliance coalition bank fund "
    "foundation trust institute institution university college school hospital church club team federation league "
    "society network paper newspaper magazine outlet website report study survey poll statement document filing "
    "lawsuit letter memo book ad office parliament congress senate house cabinet panel authority army navy police "
    "military regime state city county band brand airline union charity watchdog think-tank center centre lab "
    "laboratory pac tribunal embassy".split()
)
DOCUMENTS = frozenset(
    "report reports study studies survey surveys poll polls statement statements document documents filing "
    "filings lawsuit lawsuits letter letters memo memos memorandum book books email emails e-mail e-mails article "
    "articles story stories editorial editorials column op-ed essay review analysis paper papers draft bill law "
    "laws act treaty constitution agreement contract charter indictment affidavit complaint subpoena transcript "
    "record records note notes message messages tweet tweets post posts leaflet brochure website ad ads "
    "advertisement poster sign headline caption obituary diary journal log dossier brief audit census findings "
    "data figures statistics guidelines policy rules release bulletin newsletter manifesto platform petition "
    "resolution motion order ruling verdict opinion judgment judgement decree script speech".split()
)
"""What speaks in writing. Some of it is a body as well (*the paper*): it does not matter which."""

BODY_NAMES = frozenset(
    "inc corp co ltd llc plc gmbh ag sa group company committee commission council congress senate parliament "
    "party union association federation league society institute university college school hospital church club "
    "bank fund foundation trust agency bureau department ministry office authority board court times post news "
    "journal herald tribune gazette press network television radio magazine review media house pentagon kremlin "
    "campaign pac administration alliance coalition organization organisation nations forces army navy police "
    "guard service services center centre international global partners holdings industries airlines motors "
    "systems labs technologies states america americans arabia korea zealand africa europe asia kingdom emirates "
    "republic islands york angeles francisco jersey hampshire carolina dakota mexico diego orleans vegas".split()
)
GROUPS = frozenset(
    "people men women children police media press public crowd audience staff crew family majority percent".split()
)
NOT_NAMES = frozenset(
    "the a an this that these those it its he she they we i you his her their our my your there here but and or "
    "nor so yet if when while as although though because since until unless after before during in on at by for "
    "from of to with without under over about into through between among against despite according who what where "
    "why how which whose asked yes no not now then still also even just only however meanwhile later earlier "
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january february "
    "march april june july august september october november december many most some several few all both each "
    "every another other others one two three four five six seven eight nine ten more less much such than too "
    "very well once again indeed instead perhaps maybe let get do does did is are was were be been has have had "
    "will would can could should may might must critics supporters officials experts analysts sources residents "
    "voters democrats republicans americans indeed moreover furthermore first second third no none nobody nothing "
    "everyone everybody anyone someone somebody".split()
)

MALE_NAMES = frozenset(
    "aaron adam adrian ahmed alan albert alejandro alex alexander alfred ali allan andre andreas andrew andy "
    "anthony antonio arthur barack ben benjamin bernard bernie bill billy bob boris brad bradley brandon brendan "
    "brett brian bruce bryan carl carlos cesar charles charlie chris christian christopher clarence colin craig "
    "dale dan daniel daryl dave david dean dennis derek dick dmitri dominic don donald doug douglas duncan dwight "
    "earl ed eddie edgar eduardo edward edwin elijah emmanuel eric erik ernest ethan eugene evan felix fernando "
    "francis francisco francois frank franklin fred frederick gabriel gary gavin geoffrey george gerald gerard "
    "gilbert giovanni glenn gordon graham greg gregory guy hans harold harry harvey hassan hector henry herbert "
    "howard hugh hugo ian ibrahim igor isaac ivan jack jacob jacques jake james jamie jan jared jason javier jay "
    "jean jeb jeff jeffrey jens jeremy jerome jerry jesse jim jimmy joe joel john johnny jon jonathan jordan "
    "jorge jose joseph josh joshua juan julian julio justin karl keith ken kenneth kevin khalid kurt kyle lamar "
    "lars larry lawrence lee leo leon leonard lewis liam lindsey logan louis luca lucas luis luke magnus malcolm "
    "manuel marc marco marcus mario mark marshall martin marvin matt matthew maurice max michael miguel mike "
    "mitch mitt mohamed mohammed morgan nathan neil nicholas nick nigel noah norman oleg oliver omar oscar otto "
    "owen pablo patrick paul pedro pete peter phil philip pierre rafael ralph ramon rand raymond reince rex "
    "ricardo richard rick rob robert roberto rodney roger roland ron ronald ross roy rudy russell ryan salman sam "
    "samuel scott sean sebastian sergei seth shane simon stanley stefan stephen steve steven stewart stuart ted "
    "terrence terry theodore thomas tim timothy toby todd tom tomas tommy tony travis trevor tyler vernon victor "
    "vincent vladimir wallace walter warren wayne wesley will william willie winston xavier yusuf zachary newt".split()
)
FEMALE_NAMES = frozenset(
    "abigail ada agnes aisha alexandra alice alicia alison allison amanda amber amelia amy ana andrea angela "
    "angelina anita ann anna anne annie april ashley astrid audrey barbara beatrice becky bella bernadette beth "
    "betty beverly bonnie brenda bridget brigitte brittany camille carla carly carmen carol caroline carolyn "
    "catherine cathy cecilia charlotte chelsea cheryl christina christine cindy claire clara claudia colleen "
    "condoleezza courtney crystal cynthia dana danielle daphne dawn deborah debbie debra denise diana diane "
    "dolores donna dora doris dorothy edith eileen elaine eleanor elena elisabeth elise elizabeth ella ellen "
    "emily emma erica erika erin esther eva eve evelyn faith fatima fiona florence frances gabriela gail georgia "
    "gina giulia gloria grace greta gwen hannah harriet hazel heather heidi helen helena hillary holly hope huma "
    "ida ines ingrid irene iris isabel isabella ivanka jackie jacqueline jane janet janice jean jeanne jenna "
    "jennifer jenny jessica jill jo joan joanna jocelyn josephine joy joyce juanita judith judy julia julie june "
    "karen kate katherine kathleen kathryn kathy katie katy kay kellyanne kelly kim kimberly kirsten kristen "
    "kristina laura lauren leah leila lena leslie lillian lily linda lisa liz loretta lori louise lucia lucy "
    "lydia lynn mabel madeleine madison maggie mara margaret maria marie marilyn marina marjorie martha mary "
    "maureen megan melania melanie melinda melissa meredith mia michelle mildred molly monica nadia nancy naomi "
    "natalie natasha nicole nina nora norma olga olivia pamela patricia patty paula pauline peggy penelope petra "
    "phyllis priscilla rachel rebecca regina renee rhonda rita roberta robin rosa rosalie rose rosemary ruth "
    "sabrina sally samantha sandra sara sarah selma shannon sharon sheila shelley shirley silvia simone sofia "
    "sonia sonya sophia sophie stacy stella stephanie sue susan suzanne svetlana sylvia tamara tanya tara teresa "
    "thelma theresa tiffany tina tracy ursula valerie vanessa vera veronica victoria viola violet virginia vivian "
    "wanda wendy whitney yasmin yolanda yvette yvonne zoe".split()
)
