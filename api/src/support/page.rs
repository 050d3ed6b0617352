//! Relay: global ids, and pages by keyset.
//!
//! A global id carries a type, a municipality and an id, and nothing about a person. A cursor carries only an id:
//! where a page goes on is looked up from the row, so that no name stands in a cursor.

use async_graphql::ID;
use async_graphql::connection::{
    Connection, ConnectionNameType, Edge, EdgeNameType, EmptyFields, OpaqueCursor,
};
use async_graphql::{ObjectType, OutputType};
use data_encoding::BASE64URL_NOPAD;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use super::fault::{Code, Fault};
use super::user_error::{UserError, UserErrorCode};

/// Largest page.
const LARGEST: i32 = 100;

/// Kinds of things that have a global id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the GraphQL type of that name")]
pub enum Kind {
    Municipality,
    Unit,
    Staff,
    Assignment,
    Youth,
    Enrolment,
    Group,
    BreakGlass,
    Case,
    Consent,
    Note,
    SecrecyShare,
    Signal,
    DutyClock,
    KaaEntry,
    KaaMeasure,
    Questionnaire,
    Mapping,
    MappingAnswer,
    Goal,
    MeasureType,
    Measure,
    FollowUp,
    Investigation,
    AbsenceReport,
    Transfer,
    HandOver,
    SignalRule,
    Erasure,
    LegalHold,
    StatisticsDraft,
}

impl Kind {
    const ALL: &[(Self, &'static str)] = &[
        (Self::Municipality, "Municipality"),
        (Self::Unit, "Unit"),
        (Self::Staff, "Staff"),
        (Self::Assignment, "Assignment"),
        (Self::Youth, "Youth"),
        (Self::Enrolment, "Enrolment"),
        (Self::Group, "Group"),
        (Self::BreakGlass, "BreakGlass"),
        (Self::Case, "Case"),
        (Self::Consent, "Consent"),
        (Self::Note, "Note"),
        (Self::SecrecyShare, "SecrecyShare"),
        (Self::Signal, "Signal"),
        (Self::DutyClock, "DutyClock"),
        (Self::KaaEntry, "KaaEntry"),
        (Self::KaaMeasure, "KaaMeasure"),
        (Self::Questionnaire, "Questionnaire"),
        (Self::Mapping, "Mapping"),
        (Self::MappingAnswer, "MappingAnswer"),
        (Self::Goal, "Goal"),
        (Self::MeasureType, "MeasureType"),
        (Self::Measure, "Measure"),
        (Self::FollowUp, "FollowUp"),
        (Self::Investigation, "Investigation"),
        (Self::AbsenceReport, "AbsenceReport"),
        (Self::Transfer, "Transfer"),
        (Self::HandOver, "HandOver"),
        (Self::SignalRule, "SignalRule"),
        (Self::Erasure, "Erasure"),
        (Self::LegalHold, "LegalHold"),
        (Self::StatisticsDraft, "StatisticsDraft"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// A global id, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobalId {
    /// Which type.
    pub kind: Kind,
    /// Which municipality.
    pub municipality: String,
    /// Which row.
    pub id: Uuid,
}

impl GlobalId {
    /// Writes a global id.
    pub fn write(kind: Kind, municipality: &str, id: Uuid) -> ID {
        ID(BASE64URL_NOPAD.encode(format!("{}:{municipality}:{}", kind.name(), id.simple()).as_bytes()))
    }

    /// Reads a global id; one that was not written here is bad input.
    pub fn read(id: &ID) -> Result<Self, Fault> {
        Self::parts(id).ok_or_else(|| {
            Fault::bad_input(
                "Ett id är felskrivet: använd det id som API:et gav.",
                "An id is malformed: use the id that the API gave.",
            )
        })
    }

    fn parts(id: &ID) -> Option<Self> {
        if id.len() > 200 {
            return None;
        }
        let text = String::from_utf8(BASE64URL_NOPAD.decode(id.as_bytes()).ok()?).ok()?;
        let mut parts = text.split(':');
        let (name, municipality, id) = (parts.next()?, parts.next()?, parts.next()?);
        let (kind, _) = *Kind::ALL.iter().find(|(_, other)| *other == name)?;
        let id = Uuid::try_parse(id).ok()?;
        parts.next().is_none().then(|| Self { kind, municipality: municipality.to_owned(), id })
    }

    /// The row's id, if it is of this kind and municipality; `NOT_FOUND` otherwise, as for what is not there.
    pub fn local(id: &ID, kind: Kind, municipality: &str) -> Result<Uuid, Fault> {
        let read = Self::read(id)?;
        if read.kind == kind && read.municipality == municipality {
            Ok(read.id)
        } else {
            Err(Fault::of(Code::NotFound))
        }
    }

    /// The same for an id in a row of a batch, or in an input that answers with `userErrors`.
    pub fn of_row(id: &ID, kind: Kind, municipality: &str, field: &str) -> Result<Uuid, UserError> {
        Self::local(id, kind, municipality).map_err(|fault| match fault.code() {
            Code::NotFound => UserError::not_found(field),
            _ => UserError::new(
                field,
                UserErrorCode::Invalid,
                "Ett id är felskrivet: använd det id som API:et gav.",
                "An id is malformed: use the id that the API gave.",
            ),
        })
    }
}

/// Which page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    size: u64,
    backward: bool,
    cursor: Option<Uuid>,
}

impl Page {
    /// Reads the four arguments of a connection: `first`/`after` or `last`/`before`, one of first and last, 1 to 100.
    pub fn of(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self, Fault> {
        let (size, backward, cursor) = match (first, last, after, before) {
            (Some(size), None, cursor, None) => (size, false, cursor),
            (None, Some(size), None, cursor) => (size, true, cursor),
            _ => {
                return Err(Fault::bad_input(
                    "Ange antingen first (med after) eller last (med before).",
                    "Give either first (with after) or last (with before).",
                ));
            }
        };
        if !(1..=LARGEST).contains(&size) {
            return Err(Fault::bad_input(
                "first och last ska vara 1 till 100.",
                "first and last must be 1 to 100.",
            ));
        }
        let cursor = cursor.map(|text| read_cursor(&text)).transpose()?;
        Ok(Self { size: u64::try_from(size).unwrap_or(1), backward, cursor })
    }

    /// Orders `select` by (`sort`, `id`) and cuts it to the page; `reachable` is the same table within reach, in
    /// which the row of the cursor is looked up.
    pub fn cut<E, C>(
        &self,
        select: Select<E>,
        reachable: Select<E>,
        sort: C,
        id: C,
        descending: bool,
    ) -> Select<E>
    where
        E: EntityTrait<Column = C>,
        C: ColumnTrait,
    {
        self.cut_by(select, reachable, Expr::col((E::default(), sort)), id, descending)
    }

    /// The same in the order of an expression over the table.
    pub fn cut_by<E, C>(
        &self,
        mut select: Select<E>,
        reachable: Select<E>,
        sort: SimpleExpr,
        id: C,
        descending: bool,
    ) -> Select<E>
    where
        E: EntityTrait<Column = C>,
        C: ColumnTrait,
    {
        let down = descending != self.backward;
        if let Some(cursor) = self.cursor {
            let of_cursor = reachable.select_only().expr(sort.clone()).filter(id.eq(cursor)).into_query();
            let of_cursor = SimpleExpr::SubQuery(None, Box::new(of_cursor.into()));
            let id_column = Expr::col((E::default(), id));
            let (beyond, id_beyond) = if down {
                (sort.clone().lt(of_cursor.clone()), id_column.lt(cursor))
            } else {
                (sort.clone().gt(of_cursor.clone()), id_column.gt(cursor))
            };
            select =
                select.filter(Condition::any().add(beyond).add(sort.clone().eq(of_cursor).and(id_beyond)));
        }
        let order = if down { Order::Desc } else { Order::Asc };
        select.order_by(sort, order.clone()).order_by(id, order).limit(self.size + 1)
    }

    /// Makes the connection of the rows that `cut` selected.
    pub fn connect<Row, Node, Fields, Name, EdgeName>(
        &self,
        mut rows: Vec<Row>,
        fields: Fields,
        id_of: impl Fn(&Row) -> Uuid,
        node_of: impl Fn(Row) -> Node,
    ) -> Connection<OpaqueCursor<String>, Node, Fields, EmptyFields, Name, EdgeName>
    where
        Node: OutputType,
        Fields: ObjectType,
        Name: ConnectionNameType,
        EdgeName: EdgeNameType,
    {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        if self.backward {
            rows.reverse();
        }
        let came_from_somewhere = self.cursor.is_some();
        let (previous, next) =
            if self.backward { (more, came_from_somewhere) } else { (came_from_somewhere, more) };
        let mut connection = Connection::with_additional_fields(previous, next, fields);
        connection.edges.extend(rows.into_iter().map(|row| {
            let cursor = OpaqueCursor(id_of(&row).simple().to_string());
            Edge::new(cursor, node_of(row))
        }));
        connection
    }
}

fn read_cursor(text: &str) -> Result<Uuid, Fault> {
    let read = || {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let inner: String = serde_json::from_slice(&bytes).ok()?;
        Uuid::try_parse(&inner).ok()
    };
    read().ok_or_else(|| {
        Fault::bad_input(
            "En markör är felskriven: använd den som API:et gav.",
            "A cursor is malformed: use the one that the API gave.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_global_id_of_another_municipality_or_kind_is_not_found() {
        let id = GlobalId::write(Kind::Youth, "0483", Uuid::nil());
        assert!(GlobalId::local(&id, Kind::Youth, "0483").is_ok());
        for (kind, code) in [(Kind::Youth, "0513"), (Kind::Unit, "0483")] {
            assert!(GlobalId::local(&id, kind, code).is_err_and(|fault| fault.code() == Code::NotFound));
        }
    }

    #[test]
    fn one_of_first_and_last_is_required_and_bounded() {
        assert!(Page::of(None, None, None, None).is_err());
        assert!(Page::of(Some(1), None, Some(1), None).is_err());
        assert!(Page::of(Some(0), None, None, None).is_err());
        assert!(Page::of(Some(101), None, None, None).is_err());
        assert!(Page::of(Some(100), None, None, None).is_ok());
        assert!(Page::of(Some(1), Some("no cursor".to_owned()), None, None).is_err());
    }
}
