/** Owns the word list of generated passphrases: 2048 common English words of three to six letters, ascending. */
export const words: readonly string[] = `
accent accept acorn act action active actor adapt add adult advice aerial affair agent agree ahead aim air airy alarm
album alert alike alive all alley allow almond alone alpha alter always amaze amber ample amuse anchor angle animal
ankle annual answer anthem apple april apron arch arctic area arena arm armor aroma arrest arrive arrow art artist
ash ask aspect asset assist aster atlas atom attach attend attic audio august author auto autumn avenue avoid awake
award aware awning axis baby back bacon badge badger bagel bake baker ball ballad ballet ballot bamboo banana band
banjo bank banner barber bark barley barn barrel base basic basil basin basket bat batch bath baton bay bazaar beach
beacon bead beam bean bear beauty beaver bed beech beef beep beetle begin behave bell belong belt bench bend beret
berry best big bike bill bind birch bird birth bishop bit black blade blank blaze blend blink block bloom blouse blue
blush board boat body boil bold bolt bone bonus book boost boot border borrow bottle bottom bounce bow bowl box boy
brace brain brake branch brand brass brave bread break breeze brick bride bridge brief bright bring brisk broad
broken bronze brook broom brown brush bubble bucket buckle bud buddy budget buffet bugle build bulb bulk bundle bunny
burger bus bush busy butter button buy buyer buzz cabin cable cactus cadet cafe cage cake call calm camel camera camp
canal canary candle candy canoe canvas canyon cape car carbon card care cargo carol carpet carrot carry cart carve
case cash castle casual cat catch cattle cave cedar celery cell cello cement census center cereal chain chair chalk
chance change chant chapel charm chart chase check cheer cheese cherry chess chest chew chief child chime chip choice
choir choose chord chorus chunk church cider cinema circle circus citrus city civic claim clam clamp clap class clay
clean clear clerk clever click client cliff climb clinic clip cloak clock close cloth cloud clover clown club coach
coal coast coat cobalt cobra cocoa code coffee coil coin cold collar color colt column comb come comedy comet comic
common cone cook cookie cool copper copy coral core cork corn corner cosmic cost cosy cotton couch count couple
course court cousin cover cow coyote cozy crab craft crane crater crayon cream create credit creek crew crisp crop
cross crowd crown cruise crumb crunch crust cub cube cuckoo cup curl curry curve custom cycle cymbal daily dairy
daisy dance dark dash data date dawn day deal decade decent decide deck deep deer define degree delay delta denim
dense depend depth derby desert design desk detail device dial diary dice diet differ digit dime dine dinghy dinner
direct disc dish dive divide doctor dodge dog doll domain dome donate donkey donor door dot double dough dove dozen
draft dragon drama draw drawer dream dress drift drill drink drive drop drum dry duck due duet dune dust dwell eager
eagle ear early earn earth ease east easy eat echo edge edit editor effect effort egg eight elbow elder elect elf
elite elm embark ember empire employ empty enable end energy engine enjoy enough enrich enroll enter entire entry
equal equip era escape essay estate event evolve exact exam exceed excel except excite excuse exhale exist exit
exotic expand expect expert export extend extra eye fabric face fact factor fade fairy faith falcon fall family
famous fan fancy far farm farmer fast father fauna favor feast feed feel fellow fence fennel fern ferry fest fetch
fiber fiddle field fifty fig figure file fill film filter final find fine finger finish fir fire firm first fish
fisher fit five fix flag flame flap flash flask flat flavor flax fleet flight flint flip float flock floor flora flow
flower fluent fluff fluid flute fly foam focus fog foil fold folk follow fond font food foot forest forge forget fork
form formal fort forty forum fossil found four fox frame free freeze french fresh friend frog front frost fruit fudge
fuel full fun fund funny fur future gadget gain galaxy gallon gallop game garage garden garlic gate gather gauge gaze
gear gem genius gentle geyser giant gift giggle ginger girl give glad glance glass glaze gleam glide globe glory
glove glow glue goal goat gold golf good goose gospel govern gown grace grade grain gram grand grant grape graph
grass gravel gray great green greet grid grill grin grip grotto group grove grow growth guard guava guess guest guide
guitar gulf gym habit half hall halo hammer hand handle handy happy harbor hardly harp hat hatch hawk hay hazel head
health heap heart heat heavy hedge height helium hello helmet help hem hen herald herb herd hero heron high hike hill
hinge hint hippo hive hobby hockey hold holly home honest honey honor hood hoof hook hoop hope horn horse host hotel
house hover hub huge hum human humble humor hungry hurdle hurry husky hut hybrid hymn ice icicle icon idea ideal
igloo image impact import inch income indeed index indigo indoor inform ink inland inlet inner input insect inside
intact intend invent invest invite iris iron island issue item ivory ivy jacket jade jaguar jam jar jazz jeans jelly
jersey jetty jewel jigsaw job jog join joke jolly joy judge jug juice july jumbo jump june jungle junior jury kale
karate kayak keen kelp kennel kernel kettle key kick kid kidney kilt kimono kind king kiosk kit kite kitten kiwi knee
knife knit knob knock know koala lab label lace ladder ladle lady lagoon lake lamb lamp land lane lap laptop large
lark laser last latch late later latin laugh launch laurel lava law lawn lawyer layer lazy lead leader leaf league
lean leap learn leave left legal legend lemon lend length lens lentil lesson letter level lever lid life lift light
like lilac lily lime limit line linen link lion lip liquid list listen liter little live lizard llama load loaf lobby
local lock locker lodge loft log logic long look loop loose lotus loud lounge love lovely loyal lucky lumber lunar
lunch lush luxury lyric magic magma magnet magpie major make mall mallet mammal manage mango manner manor mantle
manual map maple marble march margin marina marine mark market maroon marry marsh marvel mascot mask mason mast
master mat match math matter mauve mayor maze meadow meal mean medal media medium meet mellow melody melon melt
member memo memory mend mental mentor menu merge merit merry mesh metal meteor meter method metric middle mild mile
milk mill mimic mind mine mingle mini minor mint minus minute mirror mist mitten mix mobile mode model modern modest
modify moment monday monkey month mood moon moose moral mosaic moss motel moth mother motion motive motor mound mount
mouse mouth move movie mud muffin mug mule mural muscle museum music mutual myth nail name napkin narrow nation
native nature navy neat nectar need needle nephew nest net new news next nice nickel niece night nimble nine noble
noise nomad noodle noon normal north nose note notice notion novel number nurse nut nutmeg nylon oak oar oasis oat
oath obey object oboe obtain ocean offer office oil old olive omelet onion online onyx opal open opera option oracle
orange orbit orchid order organ orient origin orphan osprey otter ounce outer outfit output oval oven owl own owner
oxygen oyster ozone pace pack pad paddle page paint palace palm pan panda panel papaya paper parade parcel pardon
parent park parka parrot part party pass past pasta paste pastel pastry patch path patio patrol pause pave paw pea
peach peak peanut pear pearl pebble pecan pedal peel peer pen pencil penny people pepper perch period permit person
petal phase phone photo phrase piano pick pickle picnic pie pier pigeon pillar pillow pilot pin pine pink pipe pitch
pixel pizza place plan plane planet plank plant plate play player plaza please pledge plenty plot plow plug plum
plume plural plus plush pocket pod poem poet point polar pole police policy polish polite pollen pond pony pool
poplar poppy porch port portal pose post postal poster pot potato pouch pound powder power praise prefer press pretty
price pride prime prince print prism prize profit proof proper proud prune public puffin puma pump pupil puppet puppy
pure purple purse push puzzle python quail quaint quarry quart queen quest quick quiet quill quilt quince quiver quiz
quota quote rabbit race racket radar radio radish radius raft rail rain raise raisin rally ramp ranch random range
ranger rapid rare raven ravine ray razor reach react read ready realm reason rebel recall recent recipe record red
reduce reed reef reform refuge region relate relax relay relief rely remain remark remedy remind remote renew rent
repair repeat reply report rescue resort rest result retail retire return reveal review reward rhyme rhythm ribbon
rice rich ride ridge rigid ring rinse ripe ripple rise rival river road roam roast robe robin robot robust rock
rocket rodeo roll roof room root rope rose roster rotate rough round route rover row royal rubber ruby rudder rug
rugby rule ruler rumble run runner runway rural rush rustic rye saddle safari safe saga sage sailor salad salmon
salon salt salute sample sand sandal satin sauce saucer sauna save savvy saw scale scan scarf scenic scent school
scoop score scout scrap screen script scroll sculpt sea seal search season seat second secret secure seed select self
senior sense sequel serene series serve settle seven shade shadow shake shape share shark sharp shawl sheep sheet
shelf shell shield shift shine ship shirt shoe shop shore short shovel show shower shrimp shrub shut side siesta sign
signal silent silk silly silver simple sing single siren sister site six size skate sketch ski skill skin skirt sky
slab slate sleek sleep sleeve sleigh slice slide slight slim slogan slope slow small smart smile smoke smooth snack
snail snap snow soap soccer social soda sofa soft soil solar solid solo solve sonar song sonic soon sorbet sorry soul
sound soup source south space spade span spark speak speech speed spell spend sphere spice spider spin spiral spirit
splash split sponge spoon sport spray spread spring sprint sprout spruce square squash squid stable staff stage stamp
stand star starch start state statue stay steady steak steam stem step stereo stew stick stir stitch stock stone
stool stop store stork storm story stove strap straw stream street string stripe strong studio study stuff sturdy
style submit suburb subway sugar suit suite sultan sum summer summit sun sunday sunny sunset super supper supply sure
surf surge survey sushi swan swap sweep sweet swift swim swing switch symbol syrup system table tablet tackle taco
tactic tailor take talent talk tall tandem tango tank tape target tart task taste tavern taxi tea teach team teapot
tell temple tempo ten tender tennis tent term test text theme theory thick think third thirty thread three thrive
throne throw thumb thyme ticket tide tidy tie tiger tight tile timber time timid tin tiny tip tiptoe title toad toast
today toffee toggle token tomato tone tongue tonic tool tooth top topaz topic torch total toucan touch tour toward
towel tower town toy track trade trail train trait tram travel tray treat tree trek trend trial tribe trim trio trip
triple trophy tropic trot trout truck true trunk trust truth try tuba tube tulip tuna tundra tune tunnel turban
turkey turn turnip turtle tutor tuxedo twelve twenty twice twig twin twist type uncle unfold union unique unit unite
unity upbeat update uphill upper urban usage useful usher utmost vacuum valid valley value valve vase vast vault
vector veil velvet vendor venue verb verify verse vessel vest video view villa vine vinyl viola violet violin visa
vision visit visual vital vivid vocal voice volley volume vote vowel voyage wafer waffle wage wagon wake walk wall
wallet walnut walrus waltz wander want warm wash wasp watch water wave wax way wealth weave web weight well west wet
whale wharf wheat wheel whisk white wicker wide width wild willow wind window wine wing winner winter wire wisdom
wise wish wolf wonder wool word work worker world worth wrap wreath wren wrench wrist writer yacht yard yarn year
yeast yellow yodel yoga yogurt yonder young youth zebra zen zenith zero zest zigzag zinc zip zipper zodiac zone zoo
zoom
`
  .trim()
  .split(/\s+/);
