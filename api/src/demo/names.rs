//! Names to put invented people together from: common ones, each chosen on its own.

use entity::vocabulary::Sex;

use super::chance::Chance;

const WOMEN: [&str; 40] = [
    "Alice", "Maja", "Vera", "Alma", "Selma", "Elsa", "Lilly", "Astrid", "Wilma", "Freja", "Olivia", "Ebba",
    "Signe", "Julia", "Ella", "Saga", "Agnes", "Ellen", "Nova", "Stella", "Ida", "Klara", "Tuva", "Emma",
    "Leia", "Amina", "Sara", "Fatima", "Maryam", "Zahra", "Nadja", "Lea", "Hanna", "Moa", "Tilda", "Linnea",
    "Edith", "Märta", "Åsa", "Elin",
];

const MEN: [&str; 40] = [
    "Noah", "William", "Hugo", "Liam", "Lucas", "Oliver", "Elias", "Nils", "Adam", "August", "Arvid", "Leo",
    "Matteo", "Vincent", "Walter", "Oscar", "Alfred", "Isak", "Ludvig", "Emil", "Axel", "Filip", "Theo",
    "Viktor", "Melvin", "Ali", "Omar", "Yusuf", "Ibrahim", "Amir", "Milan", "Sixten", "Gustav", "Albin",
    "Simon", "Anton", "Edvin", "Björn", "Åke", "Erik",
];

const FAMILIES: [&str; 60] = [
    "Andersson",
    "Johansson",
    "Karlsson",
    "Nilsson",
    "Eriksson",
    "Larsson",
    "Olsson",
    "Persson",
    "Svensson",
    "Gustafsson",
    "Pettersson",
    "Jonsson",
    "Jansson",
    "Hansson",
    "Bengtsson",
    "Jönsson",
    "Lindberg",
    "Jakobsson",
    "Magnusson",
    "Lindström",
    "Olofsson",
    "Lindqvist",
    "Lindgren",
    "Axelsson",
    "Berg",
    "Bergström",
    "Lundberg",
    "Lind",
    "Lundgren",
    "Lundqvist",
    "Mattsson",
    "Berglund",
    "Fredriksson",
    "Sandberg",
    "Henriksson",
    "Forsberg",
    "Sjöberg",
    "Wallin",
    "Ali",
    "Engström",
    "Danielsson",
    "Håkansson",
    "Eklund",
    "Lundin",
    "Mohamed",
    "Gunnarsson",
    "Holm",
    "Björk",
    "Bergman",
    "Samuelsson",
    "Fransson",
    "Hassan",
    "Wikström",
    "Isaksson",
    "Arvidsson",
    "Ahmed",
    "Nyström",
    "Öberg",
    "Åberg",
    "Löfgren",
];

/// A name of two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) given: &'static str,
    pub(super) family: &'static str,
}

/// An invented name.
pub(super) fn invent(chance: &mut Chance, sex: Sex) -> Name {
    let given = match sex {
        Sex::Female => chance.pick(&WOMEN),
        Sex::Male => chance.pick(&MEN),
    };
    Name { given, family: chance.pick(&FAMILIES) }
}

/// An invented name of somebody whose sex is not recorded.
pub(super) fn of_anybody(chance: &mut Chance) -> Name {
    let sex = if chance.percent(50) { Sex::Female } else { Sex::Male };
    invent(chance, sex)
}

/// A mobile number from the range that is set aside for fiction: 070-174 06 05 to 070-174 06 99.
pub(super) fn phone(chance: &mut Chance) -> String {
    format!("070-17406{:02}", chance.between(5, 99))
}

/// A name folded to what an address may hold.
pub(super) fn folded(name: &str) -> String {
    let plain = |letter: char| match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        'é' => 'e',
        other => other,
    };
    name.to_lowercase().chars().map(plain).filter(char::is_ascii_alphanumeric).collect()
}
