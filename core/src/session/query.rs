//! Questions to a view: where is this element, how large is it. Selectors resolve in the tree, geometry in the view; a
//! question leaves behind the patch of its turn, so the view has everything that it asks about; one that is asked before
//! the page's view listens waits for it, as components ask while they are attached.

use serde_json::{Value as Json, json};

use super::running::Running;
use crate::api::Outcome;
use crate::host::PageId;
use crate::tree::CompId;

/// Most elements that one question may be about.
const MAX_HITS: usize = 2_000;

/// Most questions that may wait, to be sent or for an answer; a view that gives none must not fill the memory.
const MAX_QUESTIONS: usize = 1_000;

/// Number of no node: the view answers null.
const NO_NODE: u32 = u32::MAX;

/// A call that was made and not sent yet.
pub(super) struct Asked {
    call: u32,
    page: PageId,
    queue: Vec<Json>,
}

/// A call that waits for a view.
pub(super) struct Question {
    call: u32,
    page: PageId,
    /// How the flat list of answers folds into results: for each query whether it is single, and how many hits it had.
    shape: Vec<(bool, usize)>,
}

impl Running {
    /// `__selectorQuery`: `{"queue": [{comp, selector, single, viewport, fields}]}`.
    pub(super) fn selector_query(&mut self, call: u32, queue: &[Json]) {
        let comp = queue.iter().find_map(comp_of);
        let root = comp.and_then(|comp| self.logic.tree().borrow().page_of(comp));
        // A component may ask from a page that is not on top, or not on the stack yet.
        let theirs = root.and_then(|root| self.pages.values().find(|page| page.comp == Some(root))).map(|page| page.id);
        match theirs.or_else(|| self.stack.top()) {
            Some(page) if self.asked.len() + self.questions.len() < MAX_QUESTIONS => {
                self.asked.push(Asked { call, page, queue: queue.to_vec() })
            }
            _ => self.no_view(call, queue),
        }
    }

    /// Finds what is asked about, now that the view has it, and asks.
    fn send_question(&mut self, asked: &Asked, root: CompId) {
        let (mut shape, mut queries) = (Vec::new(), Vec::new());
        for question in asked.queue.iter().take(200) {
            let single = question.get("single").and_then(Json::as_bool).unwrap_or(true);
            let fields = question.get("fields").cloned().unwrap_or_else(|| json!({}));
            let before = queries.len();
            if question.get("viewport").and_then(Json::as_bool) == Some(true) {
                queries.push(json!({ "n": -1, "fields": fields }));
            } else {
                let comp = comp_of(question).unwrap_or(root);
                let selector = question.get("selector").and_then(Json::as_str).unwrap_or_default();
                let tree = self.logic.tree().borrow();
                let hits = if single { tree.select(comp, selector).into_iter().collect() } else { tree.select_all(comp, selector) };
                for hit in hits.into_iter().take(MAX_HITS.saturating_sub(queries.len())) {
                    queries.push(json!({ "n": if hit.view == 0 { NO_NODE } else { hit.view }, "fields": fields }));
                }
            }
            shape.push((single, queries.len() - before));
        }
        let number = self.next_question;
        self.next_question = self.next_question.wrapping_add(1).max(1);
        let text = json!({ "t": "call", "id": number, "op": "rects", "queries": queries }).to_string();
        self.questions.insert(number, Question { call: asked.call, page: asked.page, shape });
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
        let mut fold = |hits: usize| -> Vec<Json> { (0..hits).map(|_| answers.next().unwrap_or(Json::Null)).collect() };
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

/// The component that a question is about; none for the page itself.
fn comp_of(question: &Json) -> Option<CompId> {
    let comp = question.get("comp").and_then(Json::as_u64).filter(|comp| *comp > 0)?;
    Some(CompId(u32::try_from(comp).unwrap_or(u32::MAX)))
}
