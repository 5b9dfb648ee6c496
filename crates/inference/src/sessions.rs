//! One model and its sessions.
//!
//! `ort`'s session needs `&mut` to run, because parts of the runtime are not safe to share. A single
//! session behind one lock would keep all but one core idle while several photos are examined, so a
//! model has a few places for sessions: a caller takes one that is free, or waits for the first that becomes
//! free, and makes the session when there is none yet. A session computes on one thread unless the manifest
//! says otherwise: photos and checks are what runs side by side.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use catchlight_forensics::model::ModelError;
use ndarray::ArrayD;
use ort::environment::Environment;
use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session, SessionOutputs};
use ort::value::{Outlet, TensorElementType, TensorRef};

use crate::manifest::{Model, Tensor};
use crate::pinned::{self, Pinned};
use crate::taps;

/// One model of the manifest.
#[derive(Debug)]
pub(crate) struct Learned {
    /// Its line of the manifest.
    pub(crate) entry: Model,
    file: PathBuf,
    places: Places,
    /// Threads on which one session computes.
    threads: usize,
    /// Set once the model is known to run, or to be unable to for a reason that lies in its file.
    checked: OnceLock<Result<(), ModelError>>,
}

impl Learned {
    /// A model whose file lies below `folder`.
    pub(crate) fn new(folder: &Path, entry: Model) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            file: folder.join(&entry.file),
            threads: entry.threads.clamp(1, cores.max(1)),
            places: Places::new(entry.sessions.clamp(1, cores.max(1))),
            checked: OnceLock::new(),
            entry,
        }
    }

    /// Makes sure that the model runs: compares its file, starts the runtime, makes one session.
    ///
    /// # Errors
    /// Why it cannot run. A missing runtime is asked for again the next time.
    pub(crate) fn make_ready(
        &self,
        environment: impl FnOnce() -> Result<Environment, ModelError>,
    ) -> Result<(), ModelError> {
        if let Some(checked) = self.checked.get() {
            return checked.clone();
        }
        let made = self.bytes().and_then(|bytes| {
            let environment = environment()?;
            let mut place = self.places.take();
            if place.session.is_none() {
                place.session = Some(self.session(&bytes, &environment)?);
            }
            Ok(())
        });
        if !matches!(made, Err(ModelError::NoRuntime(_) | ModelError::NotInstalled(_))) {
            return self.checked.get_or_init(|| made).clone();
        }
        made
    }

    /// Runs the model once and returns its outputs in the model's order, then its taps.
    ///
    /// # Errors
    /// The input has another shape than the manifest says, or the runtime failed.
    pub(crate) fn run(
        &self,
        input: &ArrayD<f32>,
        environment: impl FnOnce() -> Result<Environment, ModelError>,
    ) -> Result<Vec<ArrayD<f32>>, ModelError> {
        let expected = self.entry.inputs.first().map_or(&[][..], |tensor| &tensor.shape);
        if !fits(input.shape(), expected) {
            return Err(self.failed(format!("its input must have the shape {expected:?}, not {:?}", input.shape())));
        }
        let mut place = self.places.take();
        let session = match &mut place.session {
            Some(session) => session,
            empty => empty.insert(self.session(&self.bytes()?, &environment()?)?),
        };
        // The runtime wants the values in row-major order without gaps.
        let input = input.as_standard_layout();
        let tensor = TensorRef::from_array_view(&input).map_err(|error| self.failed(error))?;
        let outputs = session.run(ort::inputs![tensor]).map_err(|error| self.failed(error))?;
        self.collect(&outputs)
    }

    fn collect(&self, outputs: &SessionOutputs<'_>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        self.entry
            .outputs
            .iter()
            .chain(&self.entry.taps)
            .map(|expected| {
                let name = &expected.name;
                let output = outputs.get(name).ok_or_else(|| self.failed(format!("no output {name}")))?;
                let output = output.try_extract_array::<f32>().map_err(|error| self.failed(error))?;
                if !fits(output.shape(), &expected.shape) {
                    return Err(self.failed(format!("{name} has the shape {:?}", output.shape())));
                }
                Ok(output.to_owned())
            })
            .collect()
    }

    fn bytes(&self) -> Result<Vec<u8>, ModelError> {
        match pinned::read(&self.file, self.entry.bytes, &self.entry.sha256) {
            // What is added stands in the manifest, too; the file itself is the pinned one.
            Ok(Pinned::Same(bytes)) => Ok(taps::opened(bytes, &self.entry.taps)),
            Ok(Pinned::Different) => Err(ModelError::WrongDigest(self.entry.id.clone())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(ModelError::NotInstalled(self.entry.id.clone()))
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    fn session(&self, bytes: &[u8], environment: &Environment) -> Result<Session, ModelError> {
        let session = new_session(bytes, environment, self.threads).map_err(|error| self.failed(error))?;
        self.compare("inputs", session.inputs(), &self.entry.inputs)?;
        let outputs: Vec<Tensor> = self.entry.outputs.iter().chain(&self.entry.taps).cloned().collect();
        self.compare("outputs", session.outputs(), &outputs)?;
        Ok(session)
    }

    /// The manifest must describe the model as it is, or a check would misread its numbers.
    fn compare(&self, which: &str, found: &[Outlet], stated: &[Tensor]) -> Result<(), ModelError> {
        let agree = found.len() == stated.len()
            && found.iter().zip(stated).all(|(found, stated)| {
                let is_float = found.dtype().tensor_type() == Some(TensorElementType::Float32);
                let shape = found.dtype().tensor_shape().map(|shape| shape.to_vec()).unwrap_or_default();
                // An axis of the model may be free (-1); the manifest says which length is used, or that
                // it stays free.
                let agrees = shape.len() == stated.shape.len()
                    && shape.iter().zip(&stated.shape).all(|(&found, &stated)| {
                        found < 0 || usize::try_from(found).is_ok_and(|found| found == stated)
                    });
                found.name() == stated.name && is_float && agrees
            });
        if agree {
            Ok(())
        } else {
            Err(self.failed(format!("its {which} are not those that the list of models states")))
        }
    }

    fn failed(&self, why: impl ToString) -> ModelError {
        ModelError::Failed { id: self.entry.id.clone(), why: why.to_string() }
    }
}

/// Whether a tensor has the lengths that the manifest states, in which 0 stands for any.
fn fits(shape: &[usize], stated: &[usize]) -> bool {
    shape.len() == stated.len() && shape.iter().zip(stated).all(|(&length, &stated)| stated == 0 || length == stated)
}

/// The places for sessions of one model.
#[derive(Debug)]
struct Places {
    /// Those that nobody has; the one that was used last is taken first, so that no more sessions are made than
    /// run at the same time.
    free: Mutex<Vec<Option<Session>>>,
    became_free: Condvar,
}

/// A place while somebody has it.
struct Taken<'a> {
    places: &'a Places,
    session: Option<Session>,
}

impl Places {
    fn new(count: usize) -> Self {
        Self { free: Mutex::new((0..count).map(|_| None).collect()), became_free: Condvar::new() }
    }

    /// A free place, or the first that becomes free.
    fn take(&self) -> Taken<'_> {
        let mut free = self.free();
        loop {
            if let Some(session) = free.pop() {
                return Taken { places: self, session };
            }
            free = self.became_free.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Taking and giving back are one step each, so that a panic leaves the list whole.
    fn free(&self) -> MutexGuard<'_, Vec<Option<Session>>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        // The session of a caller that panicked is in an unknown state.
        let session = self.session.take().filter(|_| !std::thread::panicking());
        self.places.free().push(session);
        self.places.became_free.notify_one();
    }
}

fn new_session(bytes: &[u8], environment: &Environment, threads: usize) -> Result<Session, ort::Error> {
    Session::builder(environment)?
        .with_intra_threads(threads)?
        // Threads that wait for work would otherwise keep a core busy that other checks need.
        .with_intra_op_spinning(false)?
        .with_inter_threads(1)?
        .with_optimization_level(GraphOptimizationLevel::Level3)?
        .commit_from_memory(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::Duration;

    #[test]
    fn a_caller_gets_whichever_place_becomes_free_first() {
        let places = Places::new(2);
        let (one, other) = (places.take(), places.take());
        let (send, got) = channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                let taken = places.take();
                send.send(()).unwrap();
                drop(taken);
            });
            assert!(got.recv_timeout(Duration::from_millis(100)).is_err(), "there are two places");
            drop(other);
            got.recv_timeout(Duration::from_secs(60)).unwrap();
        });
        drop(one);
        assert_eq!(places.free().len(), 2);
    }

    #[test]
    fn a_place_outlives_a_caller_that_panics() {
        let places = Places::new(1);
        let panicked = thread::scope(|scope| {
            let caller = scope.spawn(|| {
                let _taken = places.take();
                panic!("on purpose");
            });
            caller.join()
        });
        assert!(panicked.is_err() && places.free().len() == 1);
    }
}
