"""Offers files or addresses to other programs, as a file manager or a browser does.

Usage: offer.py drag URI...    a window to drag from
       offer.py copy URI...    the clipboard, as files
       offer.py pixels WIDTH HEIGHT    the clipboard, as bare pixels
"""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk  # noqa: E402

how, *what = sys.argv[1:]
targets = [Gtk.TargetEntry.new("text/uri-list", 0, 0)]
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)

window = Gtk.Window(title="offer", default_width=80, default_height=200)
window.connect("destroy", Gtk.main_quit)
if how == "drag":
    box = Gtk.EventBox()
    box.add(Gtk.Label(label="drag"))
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, targets, Gdk.DragAction.COPY)
    box.connect("drag-data-get", lambda _box, _context, data, _info, _time: data.set_uris(what))
    window.add(box)
elif how == "copy":
    # A window is needed to own the clipboard; bindings lack the call that sets it from a function.
    display = Gdk.Display.get_default()
    window.add_events(Gdk.EventMask.PROPERTY_CHANGE_MASK)
    Gtk.selection_add_target(window, Gdk.SELECTION_CLIPBOARD, Gdk.atom_intern("text/uri-list", False), 0)
    window.connect("selection-get", lambda _window, data, _info, _time: data.set_uris(what))
    window.connect("map", lambda _window: Gtk.selection_owner_set(window, Gdk.SELECTION_CLIPBOARD, Gdk.CURRENT_TIME))
elif how == "pixels":
    width, height = map(int, what)
    pixels = bytes((x * 255 // width, y * 255 // height, 128)[c] for y in range(height) for x in range(width) for c in range(3))
    clipboard.set_image(GdkPixbuf.Pixbuf.new_from_bytes(GLib.Bytes.new(pixels), 0, False, 8, width, height, width * 3))
window.show_all()
Gtk.main()
