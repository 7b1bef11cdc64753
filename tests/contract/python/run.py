"""The contract vectors from Python, against the real library. Usage: run.py TARGET VECTORS

TARGET holds `bindgen/python` and `contract`; `cargo xtask contract` makes both. Only the standard library is needed.
"""

import asyncio
import gc
import json
import pathlib
import sys
import tempfile
import time

TARGET, VECTORS = map(pathlib.Path, sys.argv[1:3])
PLACE = TARGET / "contract"
sys.path[:0] = [str(TARGET / "bindgen/python")]

import banchan  # noqa: E402
from banchan import MiniError  # noqa: E402
from shell import Own, Shell, questions_loop  # noqa: E402

KINDS = {
    "BadCode": "bad_code", "NotMiniProgram": "not_mini_program", "Unknown": "unknown", "Refused": "refused",
    "Failed": "failed", "TooSlow": "too_slow", "Closed": "closed", "Internal": "internal",
}
HOSTS = [
    "view", "ui", "consent", "location", "scanner", "phone", "clipboard", "vibration", "places", "media", "sound", "screen", "sensors", "contacts",
    "recorder", "identity",
    "payment", "messages", "neighbours", "log",
]
MOMENTS = dict(current_time=0, duration=0, buffered=0, paused=False, err_code=0, err_msg="")


def facts(**changes):
    rect = banchan.MiniRect(left=0, top=0, right=0, bottom=0, width=0, height=0)
    given = dict(
        brand="Banchan", model="phone", system="Linux", platform="linux", language="en", version="8.0.50", pixel_ratio=2,
        screen_width=375, screen_height=812, window_width=375, window_height=724, status_bar_height=44, safe_area=rect,
        menu_button=rect, font_size_setting=16, theme=banchan.MiniTheme.LIGHT, network_type=banchan.MiniNetworkType.UNKNOWN,
        bluetooth_enabled=False, location_enabled=True, wifi_enabled=True, device_orientation="portrait")
    return banchan.MiniFacts(**{**given, **changes})


def registries(kind, shell):
    """None or one, as a vector names it."""
    if kind == "none":
        return []
    keys = [(PLACE / ("stranger.txt" if kind == "untrusted" else "key.txt")).read_text()]
    if kind == "host":
        return [banchan.MiniRegistry(keys=keys, files=shell)]
    return [banchan.MiniRegistry(keys=keys, folder=str(PLACE / "registry"))]


def start(vector, home):
    shell = Shell(vector.get("host"), PLACE / "registry")
    hosts = banchan.MiniHosts(**{name: shell for name in HOSTS if name not in vector.get("absent", [])})
    config = banchan.MiniConfig(
        data_folder=f"{home}/data", cache_folder=f"{home}/cache", registries=registries(vector.get("registry"), shell),
        bridge=banchan.MiniBridge.PORT())
    return shell, banchan.SuperApp(config, hosts)


class Run:
    """One vector under way. Questions to the phone are answered on a loop of their own."""

    def __init__(self, shell, app, loop):
        self.shell, self.app, self.loop, self.sessions = shell, app, loop, {}

    def wait(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def opened(self, step, session):
        self.sessions[step.get("as", "last")] = session
        return {"app": session.app_id(), "resumed": session.resumed()}

    def session(self, step, what, path=""):
        session = self.sessions[step.get("as", "last")]
        if what in ("back", "home", "background", "end", "captured"):
            getattr(session, what)()
        elif what == "tab":
            session.tab(path)
        elif what == "share":
            session.share(banchan.MiniShareKind.MESSAGE)
        elif what == "sound_plays":
            session.on_sound(self.shell.last_sound, banchan.MiniSoundState(moment=banchan.MiniSoundMoment.PLAY, **MOMENTS))
        elif what == "read_file":
            asset = session.read_file(path)
            return asset and asset.mime
        elif what == "foreground":
            return self.opened(step, self.wait(session.foreground()))
        else:
            raise AssertionError(f"no such thing to do with a session: {what}")

    def asset(self, step, asset):
        if asset is None:
            return None
        has, body = (step.get("is") or {}).get("has", ""), asset.bytes.decode(errors="replace")
        return {"mime": asset.mime, "has": has if has in body else body}

    def step(self, step):
        app, given = self.app, step.get("with", {})
        match step["do"]:
            case "open":
                path = given.get("path", "pages/index/index" if "query" in given else None)
                target = banchan.MiniTarget(app_id=given["app"], path=path, query=given.get("query", ""))
                return self.opened(step, self.wait(app.open(target, given.get("scene", 1001))))
            case "open_text":
                return self.opened(step, self.wait(app.open_text(given["text"])))
            case "open_unsigned":
                bundle = (PLACE / f"{given['app']}.zip").read_bytes()
                return self.opened(step, self.wait(app.open_unsigned(bundle, "", False)))
            case "open_lan":
                return self.opened(step, self.wait(app.open_lan(given["text"])))
            case "set_developer_mode":
                app.set_developer_mode(given["on"])
            case "add_registry":
                at = registries(given["registry"], self.shell) or [banchan.MiniRegistry(keys=[], url=given["url"])]
                app.add_registry(at[0])
            case "visit":
                return self.opened(step, self.wait(app.visit(self.shell.last_visit)))
            case "leave_visit":
                session = self.wait(app.leave_visit(self.sessions[step["as"]].slot()))
                return {"app": session.app_id(), "resumed": session.resumed()}
            case "session":
                return self.session(step, **given)
            case "wait":
                return self.shell.wait(step["line"])
            case "never":
                assert not self.shell.came(step["line"]), f"{step['line']} came"
            case "route":
                return kind_of(app.route(given["text"]))
            case "scan_image":
                picture = (VECTORS.parent / given["file"]).read_bytes() if "file" in given else given["text"].encode()
                return [found.text for found in app.scan_image(picture)]
            case "scan_luma":
                luma = b"\xff" * given["bytes"]
                return [found.text for found in app.scan_luma(given["width"], given["height"], given["stride"], luma)]
            case "catalogue":
                return [card.app_id for card in app.catalogue()]
            case "search":
                return [card.app_id for card in app.search(given["text"])]
            case "about":
                return app.about(given["app"]).name
            case "icon":
                picture = app.icon(given["app"])
                return picture and picture.mime
            case "recents":
                return [recent.app.app_id for recent in app.recents()]
            case "forget_recent":
                app.forget_recent(given["app"])
            case "set_user":
                app.set_user(given["name"])
            case "forget_user":
                app.forget_user(given["name"])
            case "grants":
                return {grant.scope: grant.allowed for grant in app.grants(given["app"])}
            case "set_grant":
                app.set_grant(given["app"], given["scope"], given["allowed"])
            case "clear_data":
                app.clear_data(given["app"])
            case "remove":
                app.remove(given["app"])
            case "set_facts":
                offline = given["network"] == "offline"
                network = banchan.MiniNetworkType.OFFLINE if offline else banchan.MiniNetworkType.WIFI
                battery = banchan.MiniBattery(level=50, charging=False, saving=False)
                app.set_facts(facts(network_type=network, language=given["language"], battery=battery, keeps_on=True))
            case "memory_pressure":
                app.memory_pressure(banchan.MiniPressure[given["pressure"].upper()])
            case "register":
                spec = banchan.MiniApiSpec(name=given["name"], scope=given["scope"], prompt="pay with Acme")
                app.register(Own(self.shell, spec))
            case "read_asset":
                return self.asset(step, app.read_asset(given["page"], given["path"]))
            case "serve":
                reply = app.serve(given["page"], given["path"], given.get("range"))
                return {"status": reply.status, "mime": reply.mime, "hello": reply.hello}
            case "relay_script":
                return banchan.relay_script() != ""
            case "message":
                app.on_view_message(given["page"], given["text"])
            case "view_lost":
                app.view_lost(given["page"])
            case "cancel":
                return app.cancel(self.shell.questions.get(given["question"], 0))
            case "report":
                reading = lambda x: banchan.MiniReport.READING(x=x, y=0, z=0, accuracy="")
                app.report(self.shell.questions.get(given["question"], 0), reading(given["x"]) if "x" in given else banchan.MiniReport.BEGUN())
            case "open_calls":
                until(lambda: app.open_calls() == step["is"])
                return app.open_calls()
            case "shutdown":
                app.shutdown()
            case other:
                raise AssertionError(f"no such step: {other}")


def kind_of(code):
    return type(code).__name__.rpartition(".")[2].lower()


def until(done):
    """Waits until something holds, twenty seconds at most."""
    begun = time.monotonic()
    while not done() and time.monotonic() - begun < 20:
        time.sleep(0.01)


def check(what, step, act):
    wanted = step.get("fails")
    try:
        value = act()
    except MiniError as error:
        kind = KINDS[type(error).__name__.rpartition(".")[2]]
        assert kind == wanted, f"{what}: {error!r}"
        return
    assert wanted is None, f"{what}: {value!r} instead of the error {wanted}"
    if "is" in step:
        assert value == step["is"], f"{what}: {value!r} instead of {step['is']!r}"


def main():
    loop = questions_loop()
    vectors = steps = 0
    for file in sorted(VECTORS.glob("*.json")):
        for vector in json.loads(file.read_text()):
            vectors += 1
            with tempfile.TemporaryDirectory() as home:
                try:
                    shell, app = start(vector, home)
                except MiniError as error:
                    kind = KINDS[type(error).__name__.rpartition(".")[2]]
                    assert kind == vector.get("new", {}).get("fails"), f"{vector['name']}: {error!r}"
                    continue
                assert "new" not in vector, f"{vector['name']}: it was made"
                run = Run(shell, app, loop)
                for at, step in enumerate(vector["steps"], 1):
                    check(f"{vector['name']}, step {at}", step, lambda: run.step(step))
                    steps += 1
                app.shutdown()
                del run, app, shell
    none = banchan.MiniCounts(super_apps=0, sessions=0, hosts=0)

    def gone():
        gc.collect()
        return banchan.mini_counts() == none

    until(gone)
    assert gone(), f"something is still held: {banchan.mini_counts()}"
    print(f"contract from Python: {vectors} vectors, {steps} steps")


main()
