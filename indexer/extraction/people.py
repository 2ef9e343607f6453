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
    "laboratory pac tribunal embassy opposition assembly treasury".split()
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
    "aaron abdul abdullah abraham adam adebayo aditya adrian ahmed akira alain alan albert albrecht aldo alejandro "
    "alessandro alex alexander alexei alfred ali alistair allan amir amit anders andre andreas andrei andrew andrzej "
    "andy angus anil anselm anthony anton antonio arjun armando arnold arthur arvid ashok augustus austin axel ayman "
    "barack barry bart bartholomew basil ben benedict benito benjamin benoit bernard bernie bertrand bijan bill billy "
    "bjorn bob bogdan boris boyd brad bradley bram brandon brendan brent brett brian bruce bruno bryan byron callum "
    "calvin carl carlo carlos carlton cedric cesar chad charles charlie chidi chris christian christophe christopher "
    "christos ciaran clarence clayton clement clifford clive colin conor cornelius craig cyril cyrus dag dale damian "
    "dan daniel daniele darius darren daryl daryll dave david dean declan deepak dennis denzel derek desmond dick "
    "didier diego dieter dietrich dimitri dirk dmitri dmitry dominic don donald donovan doug douglas dov dragan duane "
    "duncan dwight eamon earl ed eddie edgar edmund eduardo edward edwin eero efrain einar eino elias elijah eliot "
    "elliott emeka emil emile emiliano emmanuel emmett emre enrico enrique eric erik ernest ernesto erwin ethan "
    "eugene evan ezra fabio faisal farhad farid federico felix fergus fernando finn fintan florian floyd fouad "
    "francesco francis francisco francois frank franklin fred frederick friedrich fritz fyodor gabriel gareth garth "
    "gary gaston gavin geoff geoffrey georg george georges georgios gerald gerard gilbert giles giorgio giovanni "
    "giuseppe glenn gonzalo gordon graham greg gregory gunnar gunther gustav gustavo guy hakan hamid hamish hans hari "
    "harold harry haruki harvey hassan hector heinrich helmut henri henrik henry herbert hiro hiroshi horst howard "
    "hubert hugh hugo humphrey husain hussein iain ian ibrahim ibrahima ifeanyi ignacio igor ilya imran isaac ismail "
    "ivan ivar iwan jack jacob jacques jake jakob jamal james jamie jan janos jared jarvis jason jasper javed javier "
    "jay jean jean-claude jean-luc jeb jeff jefferson jeffrey jens jeremy jerome jerry jesse jesus jethro jim jimmy "
    "joachim joao joaquin jochen joe joel johan johann johannes john johnnie johnny jon jonas jonathan jordan jorge "
    "jorgen jose josef joseph josh joshua juan juha julian julio jurgen justin kamal kareem karim karl kaspar kazuo "
    "keith ken ken'ichi kenji kenneth kenny kevin khalid kieran klaus kofi konrad kristian kumar kurt kwame kwesi "
    "kyle lachlan lamar larry lars lars-erik laurent lawrence lech lee leif leo leon leonard leroy lester lewis liam "
    "lindsey lionel lloyd logan lorenzo lothar louis luca lucas luciano ludwig luigi luis luke magnus mahmoud malcolm "
    "manfred manish manoj manuel marc marcel marco marcus marek mario mark markus marshall martin marvin mateo "
    "mathias matt matteo matthew matthias maurice mauricio max maxim mehdi mehmet melvin michael michal miguel mihai "
    "mikael mike mikhail milan miles milos min-ho miroslav mitch mitt mohamed mohammed morgan moses muhammad murray "
    "mustafa nadir narendra nasser nathan nathaniel ned neil nelson newt niall nicholas nick niels nigel nikolai "
    "nikolaus nils noah norman oisin olaf olav oleg oliver olivier oluwaseun omar omari orlando orville osama oscar "
    "osman oswald otto ove owen pablo paolo patrick paul paulo pavel pedro per percy perry pete peter phil philip "
    "philippe pierre piers piotr prakash quentin rafael rahul rainer raj rajesh rajiv ralf ralph ramesh ramiro ramon "
    "rand randall randy raoul raphael rashid raul ravi raymond reginald reince reinhard renato rex reza rhys ricardo "
    "riccardo richard rick rishi rob robert roberto roderick rodney rodrigo rogelio roger rohan roland rolf romain "
    "roman ron ronald rory ross roy ruben rudolf rudy rupert russell rustam ryan saeed sajid salman salvador "
    "salvatore sam samuel sanjay santiago satoshi scott seamus sean sebastian sergei sergey sergio seth shane sigurd "
    "silvio simeon simon sipho solomon soren spencer stanley stefan sten stephen steve steven stewart stuart sunil "
    "suresh sven takashi takeshi tariq ted teodor terence terrence terry thabo thaddeus theo theodore thiago thierry "
    "thomas thorsten tim timothy tobias toby todd tom tomas tommy tony torsten travis trent trevor tristan tunde "
    "tyler ulf ulises ulrich umar umberto uwe vaclav valentin vasily vernon victor vidal vijay vikram viktor vincent "
    "vinod virgil vitaly vivek vladimir waldemar walid wallace walter waqar warren wayne werner wesley wilfred "
    "wilhelm will william willie winfried winston wolfgang xavier yannick yasser yevgeny yoshi yuri yusuf yves "
    "zachary zaid zoltan".split()
)
FEMALE_NAMES = frozenset(
    "aaliyah abigail ada adela adele adriana agatha agnes agnieszka ailsa aine aisha alexandra alexandria alice "
    "alicia alina alison aliyah allison alma alva amal amanda amber amelia amina amira amrita amy ana anastasia "
    "anastasija andrea angela angelina anika anita anja ann anna annabel annabelle anne anne-marie annelise annette "
    "annie annika antonia anya aoife april arlene ashley astrid audrey aurora ayesha azra barbara barbro beata "
    "beatrice becky belinda bella benedetta bente bernadette bernice bertha beryl beth betty beverly bianca birgit "
    "birgitta bonnie bonny brenda brianna bridget brigitte britta brittany bronagh bronwen camille candice carina "
    "carla carlotta carly carmel carmen carol carolina caroline carolyn caterina catherine cathleen cathy catriona "
    "cecilia celeste celia chandra chantal charlene charlotte chelsea cheryl chiara chloe christa christel christina "
    "christine ciara cindy claire clara clare claudette claudia clementine clotilde colleen concepcion condoleezza "
    "connie constance consuelo cora cordelia corinne cornelia courtney crystal cynthia daisy dalia dana danica "
    "daniela danielle daphne dawn dearbhla debbie deborah debra deirdre delia delores delphine denisa denise desiree "
    "diana diane dinah dolly dolores donna dora doreen doris dorothea dorothy ebba edith edna effie eileen eilidh "
    "eira elaine eleanor elena eleonora elif elin elisa elisabeth elise elizabeth elke ella ellen elodie eloise elsa "
    "elsie elspeth elvira emilia emily emma emmanuelle enid erica erika erin ernestine esme esperanza estelle esther "
    "eugenia eunice eva eva-maria eve evelyn faith fatima fatou fatoumata federica felicity fern fiona fleur flora "
    "florence florencia frances frida frieda gabriela gail genevieve georgia georgina geraldine gerda gertrude gina "
    "giovanna gisela gita giulia gloria grace greer greta gretchen guadalupe gudrun gunilla gwen halina hanna hannah "
    "hanne harriet hazel heather hedda hedwig heidi heike helen helena helene helga henrietta hermione hilda hilde "
    "hillary hiroko holly hope huma ida ilaria ilka ilona ilse imelda imogen indira ines inga ingeborg inger ingrid "
    "ingvild iona irene irina iris irma isabel isabella isla ivana ivanka ivy jacinta jackie jacqueline jana jane "
    "janet janice janina janine jasmine jayne jean jeanne jeannette jenna jenni jennie jennifer jenny jessica jessie "
    "jill jo joan joann joanna jocelyn joelle johanna jolanta josefa josefine josephina josephine josie joy joyce "
    "juanita judith judy julia julie june jutta kaitlyn kamala kamila kara karen karin karina karla katarina "
    "katarzyna kate katharina katherine kathleen kathrin kathryn kathy katie katja katrin katrina katy kavita kay "
    "kayla keiko keisha kelley kelly kellyanne kendra kerstin khadija kiera kim kimberly kirsten kirsty klara kristen "
    "kristina lakshmi lana lara larissa latoya laura lauren lavinia lea leah leanne leela leila lena leonora leslie "
    "leticia lidia liesel lila lilian liliana lillian lily lina linda linnea lisa lisbeth livia liz lola loretta lori "
    "lorna lorraine lotta lotte lottie louisa louise luana lucia lucinda lucy luisa luz lydia lynda lynette lynn "
    "lynne lyudmila mabel madeleine madeline madison magda magdalena maggie maia maisie malala malin manon mara "
    "marcella mareike margaret margarethe margarita margo margot maria mariam mariana marianne maribel marie marie- "
    "claire mariela marika marilyn marina marion marisa marit marjorie marlene marta martha martina mary maryam "
    "mathilde matilda maud maureen mavis maxine maya meera megan meghan melania melanie melinda melissa mercedes "
    "meredith merete mette mia michelle mildred mina mira miranda miriam moira molly mona monica morag muriel myra "
    "myrtle nadia nadine naima nancy nandini naoko naomi nasreen natalia natalie natalya natasha neha nell nelly "
    "nerys ngaire ngozi niamh nicola nicole nicolette nikki nilufar nina noelle nora noreen norma nuala odile oksana "
    "olena olga olivia ophelia orla pamela paola parvati patricia patrizia patty paula pauline pearl peggy penelope "
    "penny petra philippa philomena phoebe phyllis pia pilar pippa polly portia prisca priscilla priti priya priyanka "
    "rachael rachel rafaela raisa ramona rania raquel rebecca rebekah reem regina reina renata renee rhonda rita ritu "
    "roberta robin roisin roma rosa rosalia rosalie rosalind rosalyn rosario rose rosemary rosetta rosie rowena "
    "roxana roxanne ruby ruth sabine sabrina sadie safiya sakura sally samantha sandra saoirse sara sarah saskia "
    "savannah selina selma serena shabana shanice shannon sharon sheila shelley shirin shirley shreya sian sibyl "
    "sigourney sigrid silvia simone sinead siobhan sita sofia sofie solange solveig sonia sonya sophia sophie soraya "
    "stacy stefania stefanie stella stephanie sue sunita susan susanna susannah suzanna suzanne svenja svetlana swati "
    "sylvia sylvie tabitha tamara tamsin tania tanja tanya tara tatiana tatyana teresa tess tessa thandi thea thelma "
    "theresa therese tiffany tilda tina tova tracy trudy tuva ulla ulrika una ursula usha valentina valeria valerie "
    "vanda vanessa velma vera verena verity veronica veronika vesna vicky victoria vigdis viktoria vilma viola violet "
    "virginia virginie viveca vivian wanda wendy whitney wilhelmina wilma winifred xenia xiomara yael yasmin yasmina "
    "yekaterina yetunde ylva yoko yolanda yulia yvette yvonne zahra zainab zara zelda zeynep zoe zofia zsofia "
    "zuzana".split()
)
