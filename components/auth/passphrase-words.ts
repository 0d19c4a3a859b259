/** Owns the 1,024 words of suggested passphrases: short, common, told apart by ear. Loaded only when one is asked for. */
export const passphraseWords: readonly string[] = `
acid acorn actor adapt agent album alley almond alpine amber anchor angle animal ankle apple apricot april apron
arch arena arrow artist aspen atlas atom attic august autumn avenue award axis bacon badge bagel baker balcony
ball bamboo banana band banjo bank barley barn barrel basil basin basket bath beach beacon beam bean bear beaver
bed bee beetle bell belt bench berry bicycle birch bird biscuit blade blanket blaze block bloom blue board boat
bolt bone book boot border bottle boulder bowl box branch brass bread breeze brick bridge broom brother brown
brush bubble bucket bud buffalo bugle builder bulb bundle bunny bus bush butter button cabin cable cactus cake
camel camera camp canal candle candy canoe canvas canyon cape captain caravan carbon card cargo carpet carrot
cart castle cat cave cedar celery cello cement center cereal chain chair chalk channel chapel chapter charm
chart cheek cheese chef cherry chess chest chicken child chimney chin cider cinema circle circus city clam clay
clerk cliff climb clock cloth cloud clover club coach coal coast coat cobalt cocoa coconut coffee coin column
comb comet compass concert cone cook copper coral cork corn corner cotton couch country couple course cousin
cover cow cradle craft crane crater crayon cream creek cricket crop crow crown crumb crystal cub cube cuckoo cup
curtain curve cushion custom cycle cypress daisy dance dawn day deck deer delta den desert desk dial diamond
diary dice dinner dish diver dock doctor dog dolphin domain dome donkey door dove dragon drama drawer dream
dress drift drill drum duck dune dust eagle ear earth east echo edge editor eel egg elbow elder elegant elk elm
ember emerald empire energy engine evening event fabric face factory falcon family farm father feast feather
fence fern ferry festival fiber fiddle field fig film finch finger fir fire fish flag flame flask fleet flint
float flock floor flower flute foam fog folk forest fork fossil fountain fox frame freckle friend frog frost
fruit fudge funnel fur future galaxy gallery game garage garden garlic garnet gate gecko gem general gentle
giant gift ginger giraffe glacier glass globe glove glow glue goat gold golf goose gorilla grain granite grape
graph grass gravel gravy green grid grove guard guest guide guitar gull gym habit hail hall hammer hammock hand
hangar harp harvest hat hawk hay hazel head heart heat hedge helmet hen herb heron hill history hive hockey
holly home honey hood hook hoop horizon horn horse hotel house human hut ice icon igloo image inch index ink
insect iris iron island item ivory ivy jacket jade jaguar jam january jar jasmine jazz jelly jet jewel jigsaw
jockey journal journey judge juice july jump june jungle juniper jury kale kayak kettle key kid kidney kilo king
kite kitten kiwi knee knot koala label lace ladder lady lagoon lake lamb lamp land lane lantern larch lark laser
lava lawn layer leaf leather ledge legend lemon lens leopard letter lettuce level lever library lichen light
lily lime linen lion lip list lizard llama loaf lobster locket log lotus lumber lunar lunch lung lynx machine
magic magnet magpie mail mammal mango manor mantle map maple marble march mare margin market marsh mask mast
match mayor meadow meal melody melon member memory menu mercury metal meteor metro middle mile milk mill mimosa
mineral minnow mint minute mirror mist mitten model mole moment monday monkey month moon moose morning mosaic
moss moth mother motor mountain mouse mouth movie muffin mule museum mushroom music mustard nail name napkin
narrow nation nature navy neck nectar needle nephew nest net newt nickel niece night noodle noon north nose note
novel number nurse nut nylon oak oasis oat ocean octave october office olive omelet onion opal opera orange
orbit orchard orchid organ osprey otter oven owl owner oxygen oyster packet paddle page paint palace palm pan
panda panel pansy panther paper parade parcel park parrot parsley party pasta path patrol pattern peach peacock
peanut pear pearl pebble pecan pelican pen pencil penguin pepper perch person petal phone photo piano pickle
picnic picture pie pigeon pillow pilot pine pink pioneer pipe pizza planet plank plant plate plaza plum pocket
podium poem poet polar pollen pond pony pool poplar poppy porch port post potato powder prairie prince printer
prism prize profile puddle puffin pulse puma pumpkin pupil puppet purple puzzle pyramid quail quartz queen quest
quill quilt quince rabbit raccoon radar radio radish raft rain raisin ramp ranch raven recipe record reed reef
region reindeer relay rescue resin rhino rhythm ribbon rice rider ridge ring ripple river road robin robot rock
rocket roof room rooster root rope rose rover row ruby rudder rug ruler runner saddle safari saffron sage salad
salmon salt sand sandal sapling sardine satin saturn sauce savanna scale scarf school science scooter scout
screen script sea seal season seat second seed sentry shadow shark shed sheep shelf shell sheriff shield ship
shirt shoe shop shore shovel shower shrimp signal silk silver singer sister skate sketch ski skin skirt sky sled
sleeve slipper slope snail snow soap soccer sock sofa soil solar soldier song soup south spark sparrow spear
sphere spice spider spinach spiral sponge spoon sport spring spruce square squash squid stable stage stairs
stamp star station statue steam stem step stone stool stork storm story stove straw stream street string studio
sugar suit summer summit sun sunday sunset surf swan sweater swift swing symbol syrup table tablet tailor talent
tango tape target taxi tea teacher teapot temple tennis tent thistle thread thumb thunder ticket tide tiger
timber toast toffee tomato tongue tool topaz torch tornado tortoise toucan tower town tractor trail train tram
travel tray treasure tree triangle trophy tropic trout truck trumpet trunk tulip tuna tundra tunnel turbine
turkey turnip turtle tutor twig twin uncle unicorn union valley vanilla vapor vase vault velvet verse vessel
village vine vinegar violet violin visitor voice volcano volume voyage wafer wagon waiter walnut walrus water
wave wax weather weaver wedge west whale wheat wheel whisper whistle willow wind window wine wing winter wizard
wolf wombat wood wool word world wren wrist writer yard yarn year yellow yogurt zebra zenith zero zigzag zinc
zone
`
  .trim()
  .split(/\s+/);
