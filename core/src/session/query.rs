//! Questions to a view: where is this element, how large is it. Selectors resolve in the tree, geometry in the view; a
//! question leaves behind the patch of its turn, so the view has everything that it asks about; one that is asked before
//! the page's view listens waits for it, as components ask while they are attached.

use serde_json::{Map, Value as Json, json};

use super::running::Running;
use crate::api::Outcome;
use crate::host::PageId;
use crate::tree::CompId;

/// Most elements that one question may be about.
const MAX_HITS: usize = 2_000;

/// Most questions that may wait, to be sent or for an answer; a view that gives none must not fill the memory.
const MAX_QUESTIONS: usize = 1_000;

/// Most text that questions which wait to be sent may hold, in bytes, and as much again those which wait for an answer:
/// what is asked of each element, data sets and marks. One data set may stand on many elements, and each has it again here.
const MAX_HELD: usize = 8 << 20;

/// Number of no node: the view answers null.
pub(super) const NO_NODE: u32 = u32::MAX;

/// A call that was made and not sent yet.
pub(super) struct Asked {
    call: u32,
    page: PageId,
    queue: Vec<Json>,
    /// Of what it asks as text.
    bytes: usize,
}

/// A call that waits for a view.
pub(super) struct Question {
    call: u32,
    page: PageId,
    /// How the flat list of answers folds into results: for each query whether it is single, and how many hits it had.
    shape: Vec<(bool, usize)>,
    /// What the tree knows of each hit, in the order of the answers.
    known: Vec<Map<String, Json>>,
    /// Its share of [`MAX_HELD`].
    bytes: usize,
}

impl Running {
    /// `__selectorQuery`: `{"queue": [{comp, selector, single, viewport, fields}]}`.
    pub(super) fn selector_query(&mut self, call: u32, queue: &[Json]) {
        let bytes: usize = queue.iter().map(|question| question.to_string().len()).sum();
        let fits = self.asked.iter().map(|asked| asked.bytes).sum::<usize>() + bytes <= MAX_HELD;
        match self.page_of(queue.iter().find_map(comp_of)) {
            Some(page) if fits && self.asked.len() + self.questions.len() < MAX_QUESTIONS => {
                self.asked.push(Asked { call, page, queue: queue.to_vec(), bytes })
            }
            _ => self.no_view(call, queue),
        }
    }

    /// The page of a component; it may not be on top. Without one, the page on top.
    pub(super) fn page_of(&self, comp: Option<CompId>) -> Option<PageId> {
        let root = comp.and_then(|comp| self.logic.tree().borrow().page_of(comp));
        let theirs = root.and_then(|root| self.pages.values().find(|page| page.comp == Some(root))).map(|page| page.id);
        theirs.or_else(|| self.stack.top())
    }

    /// Finds what is asked about, now that the view has it, and asks.
    fn send_question(&mut self, asked: &Asked, root: CompId) {
        let (mut shape, mut queries, mut known) = (Vec::new(), Vec::new(), Vec::new());
        let room = MAX_HELD.saturating_sub(self.questions.values().map(|question| question.bytes).sum());
        let mut bytes = 0;
        for question in asked.queue.iter().take(200) {
            let single = question.get("single").and_then(Json::as_bool).unwrap_or(true);
            let fields = question.get("fields").cloned().unwrap_or_else(|| json!({}));
            let before = queries.len();
            let each = fields.to_string().len();
            if question.get("viewport").and_then(Json::as_bool) == Some(true) {
                bytes += each;
                queries.push(json!({ "n": -1, "fields": fields }));
                known.push(known_of(&fields, None));
            } else {
                let comp = comp_of(question).unwrap_or(root);
                let selector = question.get("selector").and_then(Json::as_str).unwrap_or_default();
                let tree = self.logic.tree().borrow();
                let hits = if single { tree.select(comp, selector).into_iter().collect() } else { tree.select_all(comp, selector) };
                for hit in hits.into_iter().take(MAX_HITS.saturating_sub(queries.len())) {
                    let told = if wants(&fields) { tree.told_of(root, hit.view) } else { None };
                    bytes += each + told.as_ref().map_or(0, |(dataset, mark)| dataset.len() + mark.len());
                    if bytes > room {
                        break;
                    }
                    queries.push(json!({ "n": if hit.view == 0 { NO_NODE } else { hit.view }, "fields": fields }));
                    let mut known_of = known_of(&fields, told);
                    let canvas = if asks(&fields, "node") { tree.canvas_at(root, hit.view) } else { 0 };
                    if canvas != 0 {
                        known_of.insert("$canvas".into(), json!([canvas, hit.view, root.0]));
                    }
                    known.push(known_of);
                }
            }
            if bytes > room {
                let text = format!(
                    "a selector query asks for more than {MAX_HELD} bytes and is not answered. Ask for fewer elements, or without their data sets"
                );
                self.outside.note_error(&text, "", 0, 0, "a selector query", false);
                return self.no_view(asked.call, &asked.queue);
            }
            shape.push((single, queries.len() - before));
        }
        let number = self.next_question;
        self.next_question = self.next_question.wrapping_add(1).max(1);
        let text = json!({ "t": "call", "id": number, "op": "rects", "queries": queries }).to_string();
        self.questions.insert(number, Question { call: asked.call, page: asked.page, shape, known, bytes });
        self.start.hosts.view.post(asked.page, text);
    }

    fn no_view(&mut self, call: u32, queue: &[Json]) {
        let none: Vec<Json> = queue.iter().map(|q| if q.get("single") == Some(&json!(false)) { json!([]) } else { Json::Null }).collect();
        self.logic.resolve(call, &Outcome { ok: true, res: none.into() }.to_json());
    }

    /// Sends what is to be asked, behind the patches of this turn.
    pub(super) fn post_questions(&mut self) {
        for asked in std::mem::take(&mut self.asked) {
            match self.pages.get(&asked.page).map(|page| (page.ready, page.comp)) {
                Some((true, Some(root))) => self.send_question(&asked, root),
                Some((false, Some(_))) => self.asked.push(asked),
                _ => self.no_view(asked.call, &asked.queue),
            }
        }
    }

    /// A view answered.
    pub(super) fn answered(&mut self, page: PageId, number: u32, value: Json) {
        if self.questions.get(&number).is_none_or(|question| question.page != page) {
            return;
        }
        let Some(question) = self.questions.remove(&number) else { return };
        let mut answers = match value {
            Json::Array(answers) => answers,
            _ => Vec::new(),
        }
        .into_iter();
        let mut known = question.known.into_iter();
        let mut one = || {
            let (mut answer, known) = (answers.next().unwrap_or(Json::Null), known.next());
            if let (Json::Object(object), Some(known)) = (&mut answer, known) {
                object.extend(known);
            }
            answer
        };
        let mut fold = |hits: usize| -> Vec<Json> { (0..hits).map(|_| one()).collect() };
        let results: Vec<Json> = question
            .shape
            .into_iter()
            .map(|(single, hits)| {
                let found = fold(hits);
                if single { found.into_iter().next().unwrap_or(Json::Null) } else { Json::Array(found) }
            })
            .collect();
        self.logic.resolve(question.call, &Outcome { ok: true, res: results.into() }.to_json());
    }

    /// A page is gone or its view was lost: nobody will answer what it was asked.
    pub(super) fn forget_questions(&mut self, page: PageId) {
        let lost: Vec<u32> = self.questions.iter().filter(|(_, question)| question.page == page).map(|(number, _)| *number).collect();
        for number in lost {
            self.answered(page, number, Json::Null);
        }
    }
}

fn asks(fields: &Json, name: &str) -> bool {
    fields.get(name).and_then(Json::as_bool) == Some(true)
}

/// Whether the tree has a part in the answer.
fn wants(fields: &Json) -> bool {
    asks(fields, "dataset") || asks(fields, "mark")
}

/// What the tree answers by itself: data set and marks, where they are asked for.
fn known_of(fields: &Json, told: Option<(String, String)>) -> Map<String, Json> {
    let (dataset, mark) = told.unwrap_or_default();
    let object = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| json!({}));
    let all = [("dataset", dataset), ("mark", mark)];
    all.into_iter().filter(|(name, _)| asks(fields, name)).map(|(name, text)| (name.to_owned(), object(&text))).collect()
}

/// The component that a question is about; none for the page itself.
pub(super) fn comp_of(question: &Json) -> Option<CompId> {
    let comp = question.get("comp").and_then(Json::as_u64).filter(|comp| *comp > 0)?;
    Some(CompId(u32::try_from(comp).unwrap_or(u32::MAX)))
}
