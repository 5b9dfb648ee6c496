//! What the page may ask of the casebook: its cases, searching, and where it lies.

use std::sync::Arc;
use std::time::{Duration, Instant};

use catchlight_casebook::{CaseId, Casebook, CasebookError, PhotoId, Query, Sort, Stage, StageName};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use catchlight_intake::now;
use catchlight_intake::place::{self, Choice, NotMoved};
use catchlight_intake::queue::Open;
use catchlight_intake::wire::{self, ComparedCheck, Comparison, Hit, Hits, Search};
use tauri::{AppHandle, Manager as _, State};

use crate::commands::Refused;
use crate::dialogs;
use crate::session::Session;

/// Photos that a search gives at once.
const MOST_HITS: u32 = 200;
/// How long somebody may still read from a casebook that is being closed.
const CLOSES_WITHIN: Duration = Duration::from_secs(10);

/// The casebook that was chosen with the case to begin with, and what a person should know of it.
pub(crate) fn chosen(with_photos: bool) -> Result<(Open, Option<Text>), CasebookError> {
    let (choice, unread) = match Choice::read() {
        Ok(choice) => (choice, None),
        Err(error) => {
            tracing::error!(%error, "the choice of the casebook cannot be read");
            (Choice { keep_nothing: true, ..Choice::default() }, Some(UNREAD.into()))
        }
    };
    match choice.open().and_then(|casebook| first_case(casebook, with_photos)) {
        Ok(open) => Ok((open, unread)),
        Err(error) => {
            tracing::error!(%error, "the casebook cannot be opened");
            let Text { en, zh } = error.text();
            let told = text!("{en} Nothing of this session is kept.", "{zh}本次会话不保存任何内容。");
            Ok((first_case(Arc::new(Casebook::keep_nothing()?), with_photos)?, Some(told)))
        }
    }
}

/// The case on screen when a casebook was opened: one that has photos waiting, unless others come in with the
/// program's start; else an empty one.
fn first_case(casebook: Arc<Casebook>, with_photos: bool) -> Result<Open, CasebookError> {
    let cases = casebook.cases()?;
    let waits = |case: &&catchlight_casebook::Case| case.stages.contains_key(&StageName::Waiting);
    let waiting = cases.iter().find(waits).filter(|_| !with_photos);
    let empty = cases.first().filter(|case| case.photos == 0);
    let case = match waiting.or(empty) {
        Some(case) => case.id,
        None => new_case(&casebook)?,
    };
    Ok(Open { casebook, case })
}

/// A case that is named after the moment.
fn new_case(casebook: &Casebook) -> Result<CaseId, CasebookError> {
    let at = now();
    // To the minute, without the zone.
    let name = at.get(..16).unwrap_or(&at).replace('T', " ");
    casebook.create_case(&name, &at)
}

/// The casebook and its cases.
#[tauri::command(async)]
pub(crate) fn casebook(session: State<'_, Session>) -> Result<wire::Casebook, Refused> {
    let Open { casebook, case } = session.queue.opened();
    let cases = casebook.cases()?.into_iter().map(|case| wire::Case {
        id: number(case.id.0),
        unfinished: [StageName::Waiting, StageName::Examining].iter().filter_map(|stage| case.stages.get(stage)).sum(),
        name: case.name,
        begun_at: case.created_at,
        photos: case.photos,
        conclusions: case
            .conclusions
            .into_iter()
            .map(|(conclusion, photos)| wire::Count { conclusion, title: conclusion.words().into(), photos })
            .collect(),
    });
    Ok(wire::Casebook {
        folder: casebook.folder().map(|folder| folder.display().to_string()),
        bytes: casebook.folder().map_or(0, place::length),
        keeps_originals: casebook.keeps_originals()?,
        cases: cases.collect(),
        generators: casebook
            .generators(None)?
            .into_iter()
            .map(|(name, photos)| wire::DeclaredGenerator { name, photos })
            .collect(),
        open: number(case.0),
    })
}

/// Begins a case and opens it.
#[tauri::command(async)]
pub(crate) fn begin_case(name: String, session: State<'_, Session>) -> Result<(), Refused> {
    let Open { casebook, .. } = session.queue.opened();
    let case = if name.trim().is_empty() { new_case(&casebook)? } else { casebook.create_case(&name, &now())? };
    Ok(session.queue.open(Open { casebook, case })?)
}

/// Opens a case; its photos arrive as an event.
#[tauri::command(async)]
pub(crate) fn open_case(id: u32, session: State<'_, Session>) -> Result<(), Refused> {
    let Open { casebook, .. } = session.queue.opened();
    let case = casebook.case(CaseId(id.into()))?.id;
    Ok(session.queue.open(Open { casebook, case })?)
}

/// Gives a case another name.
#[tauri::command(async)]
pub(crate) fn rename_case(id: u32, name: String, session: State<'_, Session>) -> Result<(), Refused> {
    Ok(session.queue.opened().casebook.rename_case(CaseId(id.into()), &name)?)
}

/// Deletes a case with everything in it; how many photos that were.
#[tauri::command(async)]
pub(crate) fn delete_case(id: u32, session: State<'_, Session>) -> Result<u32, Refused> {
    let Open { casebook, case } = session.queue.opened();
    let goes = CaseId(id.into());
    if goes == case {
        // Something must be on screen.
        let stays = casebook.cases()?.into_iter().find(|other| other.id != goes && other.photos == 0);
        let stays = stays.map_or_else(|| new_case(&casebook), |stays| Ok(stays.id))?;
        session.queue.open(Open { casebook: Arc::clone(&casebook), case: stays })?;
    }
    Ok(casebook.delete_case(goes, &now())?.photos)
}

/// Looks for photos in all cases, the newest first.
#[tauri::command(async)]
pub(crate) fn search(search: Search, session: State<'_, Session>) -> Result<Hits, Refused> {
    let query = Query {
        text: search.text,
        conclusions: search.conclusion.into_iter().collect(),
        stages: vec![StageName::Examined],
        generator: search.generator,
        from: search.from.map(|day| moment_of(&day, "00:00:00")),
        before: search.until.map(|day| moment_of(&day, "23:59:59")),
        sort: Sort::Received,
        descending: true,
        limit: MOST_HITS,
        ..Query::default()
    };
    let page = session.queue.opened().casebook.photos(&query)?;
    let hits = page.rows.into_iter().filter_map(|row| {
        let Stage::Examined { conclusion, .. } = row.stage else { return None };
        Some(Hit {
            photo: number(row.id.0),
            case: number(row.case.0),
            case_name: row.case_name,
            name: row.name,
            received_at: row.received_at,
            conclusion,
            title: row.title?,
            generator: row.generator,
        })
    });
    Ok(Hits { hits: hits.collect(), all: page.total })
}

/// A moment of a day in this machine's zone.
fn moment_of(day: &str, time: &str) -> String {
    let zone = now().get(19..).unwrap_or("+00:00").to_owned();
    format!("{day}T{time}{zone}")
}

/// What differs between the reports on two photos.
#[tauri::command(async)]
pub(crate) fn compare(one: u32, other: u32, session: State<'_, Session>) -> Result<Comparison, Refused> {
    let two = session.queue.opened().casebook.two(PhotoId(one.into()), PhotoId(other.into()))?;
    let checks = two.checks.into_iter().map(|pair| {
        let both = [pair.first, pair.second];
        ComparedCheck {
            id: pair.check,
            title: pair.title,
            states: [0, 1].map(|side| both[side].as_ref().map(|said| said.state)),
            scores: [0, 1].map(|side| both[side].as_ref().and_then(|said| said.score)),
            differs: !pair.same,
            said: both.map(|said| said.and_then(|said| said.text)),
        }
    });
    Ok(Comparison { same_file: two.same_file, checks: checks.collect() })
}

/// Sets whether copies of the photos are kept from now on.
#[tauri::command(async)]
pub(crate) fn keep_originals(keeps: bool, session: State<'_, Session>) -> Result<(), Refused> {
    Ok(session.queue.opened().casebook.keep_originals(keeps)?)
}

/// Begins to keep nothing, or to keep again. What is on screen stays where it is kept.
#[tauri::command(async)]
pub(crate) fn keep(nothing: bool, session: State<'_, Session>) -> Result<(), Refused> {
    let mut choice = Choice::read().unwrap_or_default();
    choice.keep_nothing = nothing;
    let open = first_case(choice.open()?, false)?;
    choice.write().map_err(not_chosen)?;
    Ok(session.queue.open(open)?)
}

/// Lets no further photo begin, or goes on.
#[tauri::command(async)]
pub(crate) fn pause(paused: bool, session: State<'_, Session>) {
    session.queue.pause(paused);
}

/// Asks where to, and writes a case into one file there. Answers the file's name; nothing when none was chosen.
#[tauri::command]
pub(crate) async fn export_case(id: u32, app: AppHandle) -> Result<Option<String>, Refused> {
    let id = CaseId(id.into());
    let name = {
        let session: State<'_, Session> = app.state();
        let case = session.queue.opened().casebook.case(id)?;
        format!("{}.catchlight-case.zip", text::harmless_stem(&format!("{}.", case.name)))
    };
    let Some(path) = dialogs::choose_target(&app, &name).await? else { return Ok(None) };
    let written = tauri::async_runtime::spawn_blocking(move || {
        let session: State<'_, Session> = app.state();
        session.queue.opened().casebook.export_case(id, &path, true, &now())?;
        Ok(Some(text::quote(&path.file_name().unwrap_or_default().to_string_lossy(), 255)))
    });
    written.await.map_err(|_| Refused::new("not_written", BROKE_OFF))?
}

/// Asks for the file of an exported case, takes it in and opens it. False when no file was chosen.
#[tauri::command]
pub(crate) async fn import_case(app: AppHandle) -> Result<bool, Refused> {
    let chosen = dialogs::choose(&app, dialogs::Choice::Files).await?;
    let Some(path) = chosen.into_iter().next() else { return Ok(false) };
    let taken = tauri::async_runtime::spawn_blocking(move || {
        let session: State<'_, Session> = app.state();
        let Open { casebook, .. } = session.queue.opened();
        let case = casebook.import_case(&path)?.case;
        session.queue.open(Open { casebook, case })?;
        Ok(true)
    });
    taken.await.map_err(|_| Refused::new("not_taken_in", BROKE_OFF))?
}

/// Asks for another folder and moves the casebook there. Answers the folder; nothing when none was chosen.
#[tauri::command]
pub(crate) async fn move_casebook(app: AppHandle) -> Result<Option<String>, Refused> {
    let chosen = dialogs::choose(&app, dialogs::Choice::Folder).await?;
    let Some(to) = chosen.into_iter().next() else { return Ok(None) };
    let moved = tauri::async_runtime::spawn_blocking(move || {
        let session: State<'_, Session> = app.state();
        let Open { casebook, case } = session.queue.opened();
        let Some(from) = casebook.folder().map(ToOwned::to_owned) else { return Ok(None) };
        session.queue.open(first_case(Arc::new(Casebook::keep_nothing()?), false)?)?;
        closed(casebook)?;
        let moved = place::moved(&from, &to);
        let (there, told) = match moved {
            Ok(there) => (there, Ok(Some(to.display().to_string()))),
            Err(error) => (Arc::new(Casebook::open(&from)?), Err(not_moved(&error))),
        };
        let folder = there.folder().map(ToOwned::to_owned);
        let chosen = Choice { folder, keep_nothing: false, ..Choice::read().unwrap_or_default() }.write();
        session.queue.open(Open { casebook: there, case })?;
        chosen.map_err(not_chosen)?;
        told
    });
    moved.await.map_err(|_| Refused::new("not_moved", BROKE_OFF))?
}

/// Waits until nobody reads from a casebook any longer, and closes it.
fn closed(casebook: Arc<Casebook>) -> Result<(), Refused> {
    let begun = Instant::now();
    let mut casebook = casebook;
    loop {
        match Arc::try_unwrap(casebook) {
            Ok(_) => return Ok(()),
            Err(_) if begun.elapsed() > CLOSES_WITHIN => return Err(Refused::new("not_moved", STILL_READ)),
            Err(still_read) => casebook = still_read,
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A choice holds until the window is closed.
pub(crate) fn not_chosen(error: std::io::Error) -> Refused {
    tracing::error!(%error, "the choice cannot be kept");
    Refused::new("not_chosen", NOT_CHOSEN)
}

fn not_moved(error: &NotMoved) -> Refused {
    tracing::warn!(%error, "the casebook was not moved");
    let why = match error {
        NotMoved::NotEmpty(_) => NOT_EMPTY,
        NotMoved::File(..) | NotMoved::Copy(_) => NOT_COPIED,
    };
    Refused::new("not_moved", why)
}

/// Numbers of cases and photos begin at 1 and stay far below.
fn number(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl From<CasebookError> for Refused {
    fn from(error: CasebookError) -> Self {
        tracing::warn!(%error, "the casebook did not do what was asked");
        Self::because("casebook", error.text())
    }
}

const UNREAD: Words = Words::new(
    "The settings of the casebook cannot be read, so nothing of this session is kept.",
    "无法读取案件簿的设置，因此本次会话不保存任何内容。",
);
const NOT_CHOSEN: Words = Words::new(
    "This choice could not be kept. It holds until the window is closed.",
    "无法保存此选择，仅在关闭窗口前有效。",
);
const BROKE_OFF: Words =
    Words::new("This broke off because of an error in Catchlight itself.", "由于 Catchlight 自身的错误，操作中断。");
const STILL_READ: Words = Words::new(
    "The casebook is still being read. Nothing was moved; try again.",
    "案件簿仍在读取中，未作移动，请重试。",
);
const NOT_EMPTY: Words = Words::new(
    "There is something in that folder already. Choose an empty one; nothing was moved.",
    "该文件夹中已有内容。请选择空文件夹；未作移动。",
);
const NOT_COPIED: Words = Words::new(
    "The casebook could not be copied to that folder. It stays where it was.",
    "无法将案件簿复制到该文件夹，它仍在原处。",
);
