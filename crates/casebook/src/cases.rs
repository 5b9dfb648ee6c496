//! Cases.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::ConclusionKind;
use catchlight_forensics::text::quote;
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};

use crate::search::{StageName, folded, of_word};
use crate::{CaseId, Casebook, CasebookError, moments};

/// Most characters of a case's name.
const NAME_CHARACTERS: usize = 200;

/// A case and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub id: CaseId,
    /// Its name, as a person gave it.
    pub name: String,
    /// When it was begun, RFC 3339 with zone.
    pub created_at: String,
    /// All its photos.
    pub photos: u32,
    /// How many photos stand at each stage; stages without photos are left out.
    pub stages: BTreeMap<StageName, u32>,
    /// How many reports conclude what; conclusions that no report has are left out.
    pub conclusions: Vec<(ConclusionKind, u32)>,
}

impl Casebook {
    /// Begins a case at this moment.
    ///
    /// # Errors
    /// When the name is empty or the moment is none.
    pub fn create_case(&self, name: &str, at: &str) -> Result<CaseId, CasebookError> {
        let name = named(name)?;
        moments::seconds(at)?;
        self.change(|change| insert(change, &name, at))
    }

    /// All cases, the newest first.
    ///
    /// # Errors
    /// When the casebook cannot be read.
    pub fn cases(&self) -> Result<Vec<Case>, CasebookError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT id, name, created_at FROM cases ORDER BY id DESC")?;
        let mut cases = statement.query_map((), bare)?.collect::<Result<Vec<_>, _>>()?;
        for case in &mut cases {
            count(&connection, case)?;
        }
        Ok(cases)
    }

    /// One case.
    ///
    /// # Errors
    /// When there is none.
    pub fn case(&self, id: CaseId) -> Result<Case, CasebookError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT id, name, created_at FROM cases WHERE id = ?1")?;
        let mut case = statement.query_row([id], bare).optional()?.ok_or(CasebookError::NoCase(id))?;
        count(&connection, &mut case)?;
        Ok(case)
    }

    /// Gives a case another name.
    ///
    /// # Errors
    /// When there is no such case or the name is empty.
    pub fn rename_case(&self, id: CaseId, name: &str) -> Result<(), CasebookError> {
        let name = named(name)?;
        self.change(|change| {
            let sql = "UPDATE cases SET name = ?2, searched = ?3 WHERE id = ?1";
            match change.execute(sql, (id, &name, folded(&name)))? {
                0 => Err(CasebookError::NoCase(id)),
                _ => Ok(()),
            }
        })
    }
}

/// A name without what could deceive, and not too long.
pub(crate) fn named(name: &str) -> Result<String, CasebookError> {
    let name = quote(name, NAME_CHARACTERS);
    if name.is_empty() { Err(CasebookError::NoName) } else { Ok(name) }
}

pub(crate) fn insert(connection: &Connection, name: &str, at: &str) -> Result<CaseId, CasebookError> {
    connection
        .execute("INSERT INTO cases (name, created_at, searched) VALUES (?1, ?2, ?3)", (name, at, folded(name)))?;
    Ok(CaseId(connection.last_insert_rowid()))
}

/// # Errors
/// When there is no such case.
pub(crate) fn exists(connection: &Connection, id: CaseId) -> Result<(), CasebookError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM cases WHERE id = ?1")?;
    if statement.exists([id])? { Ok(()) } else { Err(CasebookError::NoCase(id)) }
}

fn bare(row: &Row<'_>) -> rusqlite::Result<Case> {
    Ok(Case {
        id: row.get(0)?,
        name: row.get(1)?,
        created_at: row.get(2)?,
        photos: 0,
        stages: BTreeMap::new(),
        conclusions: Vec::new(),
    })
}

fn count(connection: &Connection, case: &mut Case) -> Result<(), CasebookError> {
    let mut statement = connection.prepare_cached(
        "SELECT stage, conclusion, count(*) FROM photos WHERE case_id = ?1 GROUP BY stage, conclusion",
    )?;
    let mut rows = statement.query([case.id])?;
    while let Some(row) = rows.next()? {
        let (stage, conclusion, photos): (String, Option<String>, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
        case.photos += photos;
        *case.stages.entry(of_word(&stage)?).or_default() += photos;
        if let Some(conclusion) = conclusion {
            case.conclusions.push((of_word(&conclusion)?, photos));
        }
    }
    Ok(())
}
