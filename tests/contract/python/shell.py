"""A phone that does what a contract vector says, and writes down in lines what it was told: the Python one.

It must not know what any vector is about. Method names are those of the generated `banchan` module.
"""

import asyncio
import json
import re
import threading

import banchan
from banchan import MiniHostError

PATIENCE = 20.0


def questions_loop():
    """A loop on a thread of its own, on which questions to the phone are answered."""
    loop = asyncio.new_event_loop()

    async def tick():
        # UniFFI 0.32 cancels with `call_soon` from another thread, which does not wake a loop that sleeps.
        while True:
            await asyncio.sleep(0.005)

    threading.Thread(target=loop.run_forever, daemon=True).start()
    asyncio.run_coroutine_threadsafe(tick(), loop)
    banchan.uniffi_set_event_loop(loop)
    return loop


def fits(wanted, line):
    """Whether a line is what is wanted; `*` stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, wanted.split("*"))), line, re.DOTALL) is not None


class Shell(
    banchan.MiniViewHost, banchan.MiniUiHost, banchan.MiniConsentHost, banchan.MiniLocationHost, banchan.MiniScannerHost,
    banchan.MiniPhoneHost, banchan.MiniClipboardHost, banchan.MiniVibrationHost, banchan.MiniPlacesHost, banchan.MiniMediaHost,
    banchan.MiniSoundHost, banchan.MiniScreenHost, banchan.MiniSensorsHost,
    banchan.MiniContactsHost, banchan.MiniRecorderHost, banchan.MiniIdentityHost, banchan.MiniPaymentHost, banchan.MiniMessagesHost,
    banchan.MiniNeighboursHost, banchan.MiniLogHost, banchan.MiniRegistryHost,
):
    def __init__(self, answers, registry):
        self.answers = {method: list(given) for method, given in (answers or {}).items()}
        self.registry = registry
        self.lines = []
        self.more = threading.Condition()
        self.questions = {}
        self.last_visit = 0
        self.last_sound = 0

    def say(self, line):
        with self.more:
            self.lines.append(line)
            self.more.notify_all()

    def wait(self, wanted):
        """Takes the first line that fits."""

        def come():
            return next((at for at, line in enumerate(self.lines) if fits(wanted, line)), None)

        with self.more:
            if not self.more.wait_for(lambda: come() is not None, PATIENCE):
                raise AssertionError(f"`{wanted}` did not come; what came: {self.lines}")
            self.lines.pop(come())

    def came(self, wanted):
        with self.more:
            return any(fits(wanted, line) for line in self.lines)

    def scripted(self, method):
        prepared = self.answers.get(method)
        return prepared.pop(0) if prepared else None

    def told(self, method, *words):
        """An order: noted, and thrown at where the vector says so."""
        self.say(" ".join([method, *map(str, words)]))
        if self.scripted(method) == "throw":
            raise RuntimeError("on purpose")

    async def asked(self, method, call, *words):
        """A question: noted, and answered with what the vector has prepared."""
        if call is not None:
            self.questions[method] = call.id
        answer = self.scripted(method)
        self.say(" ".join([method, *map(str, words)]))
        if answer is None or answer == "unsupported":
            raise MiniHostError.Unsupported()
        if answer == "throw":
            raise RuntimeError("on purpose")
        if answer == "cancelled":
            raise MiniHostError.Cancelled()
        if answer == "failed":
            raise MiniHostError.Failed("on purpose")
        if answer == "hang":
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                self.say(f"cancelled {method}")
                # Answered all the same: UniFFI frees what a question holds only when it ends with a value or an error.
                raise MiniHostError.Cancelled() from None
        return answer

    # MiniViewHost
    def free_page(self, page):
        pass

    def create_page(self, page):
        self.told("create_page", page.page, page.path)

    def show_page(self, page, transition):
        self.told("show_page", page, transition.name.lower())

    def close_page(self, page):
        self.told("close_page", page)

    def reload_page(self, page):
        self.told("reload_page", page)

    def post(self, page, text):
        self.told("post", page, text)

    def ended(self, slot, reason):
        self.told("ended", type(reason).__name__.rpartition(".")[2].lower())

    # MiniUiHost
    def show_toast(self, slot, toast):
        self.told("show_toast", toast.title)

    def hide_toast(self, slot):
        self.told("hide_toast")

    def show_loading(self, slot, loading):
        self.told("show_loading", loading.title)

    def hide_loading(self, slot):
        self.told("hide_loading")

    async def show_modal(self, call, modal):
        confirm = await self.asked("show_modal", call, modal.title)
        return banchan.MiniModalAnswer(confirm=confirm is True, content=None)

    async def show_action_sheet(self, call, sheet):
        return await self.asked("show_action_sheet", call, ",".join(sheet.item_list))

    async def open_settings(self, call, page):
        await self.asked("open_settings", call, page.app_name)
        return page.grants

    def navigation_bar(self, page, bar):
        self.told("navigation_bar", bar.title)

    def tab_bar(self, slot, bar):
        self.told("tab_bar", len(bar.items))

    def pull_down(self, page, refreshing):
        self.told("pull_down", refreshing)

    def preview(self, slot, preview):
        self.told("preview", len(preview.items))

    def full_screen(self, page, on):
        self.told("full_screen", on)

    def share_ways(self, page, ways):
        self.told("share_ways")

    def share(self, slot, card):
        self.told("share", card.title)

    def hide_keyboard(self, page):
        self.told("hide_keyboard", page)

    # MiniConsentHost
    async def ask_consent(self, call, ask):
        answer = await self.asked("ask_consent", call, ask.scope)
        known = {"allow": banchan.MiniAnswer.ALLOW, "deny": banchan.MiniAnswer.DENY}
        return known.get(answer, banchan.MiniAnswer.DISMISSED)

    async def system_allows(self, scope):
        try:
            return await self.asked("system_allows", None, scope) is True
        except MiniHostError.Unsupported:
            return True

    # The phone
    async def locate(self, call, ask):
        at = await self.asked("locate", call)
        return banchan.MiniPosition(
            latitude=at["latitude"], longitude=at["longitude"], speed=-1, accuracy=1, altitude=0, vertical_accuracy=0,
            horizontal_accuracy=0)

    async def scan_code(self, call, ask):
        return banchan.MiniScanned(text=await self.asked("scan_code", call), scan_type="QR_CODE")

    async def dial(self, call, number):
        await self.asked("dial", call, number)

    async def read_clipboard(self, call):
        return await self.asked("read_clipboard", call)

    async def write_clipboard(self, call, text):
        await self.asked("write_clipboard", call, text)

    async def vibrate(self, call, kind):
        await self.asked("vibrate", call, kind.name.lower())

    async def choose_place(self, call, center):
        at = await self.asked("choose_place", call)
        return banchan.MiniPlace(name=at["name"], address="", latitude=at["latitude"], longitude=at["longitude"], scale=15)

    async def open_place(self, call, place):
        await self.asked("open_place", call, place.name)

    async def choose_media(self, call, ask):
        chosen = await self.asked("choose_media", call, ask.count)
        return [
            banchan.MiniPicked(
                bytes=one["text"].encode(), name=one["name"], kind=banchan.MiniMediaKind.FILE, width=0, height=0, seconds=0,
                modified=0, thumb=b"")
            for one in chosen
        ]

    async def keep_media(self, call, keep):
        await self.asked("keep_media", call, keep.name)

    async def open_document(self, call, document):
        await self.asked("open_document", call, document.name)

    def order_sound(self, slot, sound, order):
        self.last_sound = sound
        self.told("order_sound", sound)

    def screen_wish(self, slot, wish):
        self.told("screen_wish", "on" if wish.keep_on else "off")

    async def watch_sensor(self, call, kind, interval_ms):
        await self.asked("watch_sensor", call, kind.name.lower(), interval_ms)

    async def add_contact(self, call, contact):
        await self.asked("add_contact", call, contact.name)

    async def choose_contact(self, call):
        return banchan.MiniChosenContact(**await self.asked("choose_contact", call))

    def order_recorder(self, slot, order):
        self.told("order_recorder", order.name.lower())

    async def record_sound(self, call, ask):
        made = await self.asked("record_sound", call, ask.format, ask.max_ms)
        return banchan.MiniRecording(bytes=made["text"].encode(), seconds=made["seconds"])

    # The person
    async def login(self, call, app):
        return await self.asked("login", call, app)

    async def signed_in(self, call, app):
        return True

    async def profile(self, call, ask):
        raise MiniHostError.Cancelled()

    async def phone_code(self, call, ask):
        raise MiniHostError.Cancelled()

    async def avatar(self, call, ask):
        raise MiniHostError.Cancelled()

    async def address(self, call, ask, book):
        return banchan.MiniAddressAnswer(book=book, chosen=None)

    async def pay(self, call, order):
        await self.asked("pay", call, order.prepay_id, order.amount, order.currency)

    async def subscribe(self, call, ask):
        accepted = await self.asked("subscribe", call, ",".join(ask.templates))
        return banchan.MiniSubscribeAnswer(accepted=accepted, always=False)

    def go_visit(self, visit):
        pass

    async def ask_visit(self, call, visit):
        self.last_visit = visit.id
        await self.asked("ask_visit", call, visit.target)

    # Log and registry
    def note(self, slot, note):
        if isinstance(note, banchan.MiniNote.CONSOLE):
            self.told("console", note.text)
        elif isinstance(note, banchan.MiniNote.ERROR):
            self.told("error", note.text)

    def complaint(self, text):
        self.told("complaint", text)

    def read_registry(self, path, limit):
        self.told("read_registry", path)
        return (self.registry / path).read_bytes()


class Own(banchan.MiniApi):
    """A member of the integrator's own that a phone performs."""

    def __init__(self, shell, spec):
        self.shell, self.words = shell, spec

    def spec(self):
        return self.words

    async def perform(self, call, caller, args):
        answer = await self.shell.asked("perform", call, caller.app_id, args)
        if isinstance(answer, str) and answer.startswith("raw "):
            return answer[4:]
        return json.dumps(answer)
