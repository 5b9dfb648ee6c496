//! A decoder without a program around it, and a process that is confined like one and says what it can still do:
//! what the tests of this crate start. Never a part of a package.
#![allow(clippy::print_stdout, reason = "its answers go to a test")]

use std::fs::File;
use std::hint::black_box;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::process::{Command, ExitCode};
use std::{env, fs, thread};

use catchlight_worker::confinement::{Bounds, confine};

fn main() -> ExitCode {
    if let Some(code) = catchlight_worker::take_over() {
        return code;
    }
    let mut arguments = env::args().skip(1);
    let (file, folder) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let port = arguments.next().and_then(|port| port.parse().ok()).unwrap_or_default();
    if arguments.next().as_deref() == Some("confined") {
        let took = confine(&Bounds { memory: 512 << 20, processor_seconds: 10 });
        println!("{took:?}");
    }
    let say = |what: &str, can: bool| println!("{what}: {}", if can { "yes" } else { "no" });
    say("read a file", File::open(&file).is_ok());
    say("write a file", File::create(format!("{folder}/written")).is_ok());
    say("list a folder", fs::read_dir(&folder).is_ok());
    say("remove a file", fs::remove_file(format!("{folder}/to-remove")).is_ok());
    say("connect", TcpStream::connect(("127.0.0.1", port)).is_ok());
    say("listen", TcpListener::bind("127.0.0.1:0").is_ok());
    say("send", UdpSocket::bind("127.0.0.1:0").is_ok());
    say("start a program", Command::new("/bin/true").status().is_ok_and(|status| status.success()));
    say("take 1 GB", memory(1 << 30));
    say("take 100 MB", memory(100 << 20));
    say("start a thread", thread::Builder::new().spawn(|| black_box(7)).is_ok_and(|thread| thread.join().is_ok()));
    ExitCode::SUCCESS
}

fn memory(bytes: usize) -> bool {
    let mut taken: Vec<u8> = Vec::new();
    let reserved = taken.try_reserve_exact(bytes).is_ok();
    black_box(&mut taken);
    reserved
}
