//! A short way to say a table, the same on both engines.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// A table being described.
pub(crate) struct Sketch {
    name: &'static str,
    create: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
    by_byte: Vec<&'static str>,
}

/// Begins a table.
pub(crate) fn table(name: &'static str) -> Sketch {
    Sketch { name, create: Table::create().table(name).to_owned(), indexes: Vec::new(), by_byte: Vec::new() }
}

impl Sketch {
    fn column(mut self, mut column: ColumnDef, nullable: bool) -> Self {
        if nullable {
            column.null()
        } else {
            column.not_null()
        };
        self.create.col(column);
        self
    }

    /// The primary key: a UUID.
    pub(crate) fn id(mut self) -> Self {
        self.create.col(ColumnDef::new("id").uuid().not_null().primary_key());
        self
    }

    /// A primary key of other type, already described.
    pub(crate) fn key(mut self, mut column: ColumnDef) -> Self {
        self.create.col(column.not_null().primary_key().to_owned());
        self
    }

    /// The primary key: these columns together.
    pub(crate) fn keys(mut self, columns: &[&'static str]) -> Self {
        let mut key = Index::create();
        for column in columns {
            key.col(*column);
        }
        self.create.primary_key(&mut key);
        self
    }

    pub(crate) fn uuid(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).uuid().to_owned(), false)
    }
    pub(crate) fn uuid_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).uuid().to_owned(), true)
    }
    pub(crate) fn text(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).text().to_owned(), false)
    }
    pub(crate) fn text_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).text().to_owned(), true)
    }
    pub(crate) fn bytes(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).blob().to_owned(), false)
    }
    pub(crate) fn bytes_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).blob().to_owned(), true)
    }
    pub(crate) fn date(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).date().to_owned(), false)
    }
    pub(crate) fn date_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).date().to_owned(), true)
    }
    pub(crate) fn at(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).timestamp_with_time_zone().to_owned(), false)
    }
    pub(crate) fn at_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).timestamp_with_time_zone().to_owned(), true)
    }
    pub(crate) fn int(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).integer().to_owned(), false)
    }
    pub(crate) fn int_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).integer().to_owned(), true)
    }
    pub(crate) fn small_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).small_integer().to_owned(), true)
    }
    pub(crate) fn big(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).big_integer().to_owned(), false)
    }
    pub(crate) fn big_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).big_integer().to_owned(), true)
    }
    pub(crate) fn double_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).double().to_owned(), true)
    }
    pub(crate) fn boolean(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).boolean().to_owned(), false)
    }

    pub(crate) fn boolean_or_null(self, name: &'static str) -> Self {
        self.column(ColumnDef::new(name).boolean().to_owned(), true)
    }

    /// A text that lists are ordered by: compared byte by byte, whatever language the database server sorts by.
    pub(crate) fn sorted_text(mut self, name: &'static str) -> Self {
        self.by_byte.push(name);
        self.text(name)
    }
    /// A text of a closed vocabulary.
    pub(crate) fn one_of(mut self, name: &'static str, words: &[&'static str]) -> Self {
        self = self.text(name);
        self.create.check(Expr::col(name).is_in(words.iter().copied()));
        self
    }
    /// A text of a closed vocabulary, or null.
    pub(crate) fn one_of_or_null(mut self, name: &'static str, words: &[&'static str]) -> Self {
        self = self.text_or_null(name);
        self.create.check(Expr::col(name).is_in(words.iter().copied()));
        self
    }
    /// Minutes: whole and not negative.
    pub(crate) fn minutes(mut self, name: &'static str) -> Self {
        self = self.int(name);
        self.create.check(Expr::col(name).gte(0));
        self
    }
    /// A period of days: the last day, where there is one, is not before the first.
    pub(crate) fn period(mut self) -> Self {
        self = self.date("starts_on").date_or_null("ends_on");
        self.create.check(Expr::col("ends_on").gte(Expr::col("starts_on")));
        self
    }
    /// Two days, of which the later one, where there are both, is not before the earlier.
    pub(crate) fn in_order(mut self, earlier: &'static str, later: &'static str) -> Self {
        self.create.check(Expr::col(later).gte(Expr::col(earlier)));
        self
    }
    /// Which register a row came from and under which id.
    pub(crate) fn of_source(self) -> Self {
        self.uuid_or_null("source_id").text_or_null("source_ref")
    }

    /// A column that points to the id of another table.
    pub(crate) fn refers(mut self, column: &'static str, to: &'static str) -> Self {
        let mut key = ForeignKey::create();
        key.from(self.name, column).to(to, "id");
        self.create.foreign_key(&mut key);
        self
    }
    pub(crate) fn index(self, columns: &[&'static str]) -> Self {
        self.add_index(columns, false)
    }
    pub(crate) fn unique(self, columns: &[&'static str]) -> Self {
        self.add_index(columns, true)
    }

    fn add_index(mut self, columns: &[&'static str], unique: bool) -> Self {
        let mut index = Index::create();
        index.name(format!("{}_{}", self.name, columns.join("_"))).table(self.name);
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        self.indexes.push(index);
        self
    }

    /// Creates the table and its indexes.
    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.create).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            for column in self.by_byte {
                let collate =
                    format!("ALTER TABLE {} ALTER COLUMN {column} TYPE text COLLATE \"C\"", self.name);
                manager.get_connection().execute_unprepared(&collate).await?;
            }
        }
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
