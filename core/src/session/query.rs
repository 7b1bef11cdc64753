//! Questions to a view: where is this element, how large is it. Selectors resolve in the tree, geometry in the view; a
//! question leaves behind the patch of its turn, so the view has everything that it asks about.

use serde_json::{Value as Json, json};

use super::running::Running;
use crate::api::Outcome;
use crate::host::PageId;
use crate::tree::CompId;

/// Most elements that one question may be about.
const MAX_HITS: usize = 2_000;

/// Most questions that may wait for an answer; a view that gives none must not fill the memory.
const MAX_QUESTIONS: usize = 1_000;

/// A call that waits for a view.
pub(super) struct Question {
    call: u32,
    page: PageId,
    /// How the flat list of answers folds into results: for each query whether it is single, and how many hits it had.
    shape: Vec<(bool, usize)>,
    /// What is sent; taken when it left.
    text: Option<String>,
}

impl Running {
    /// `__selectorQuery`: `{"queue": [{comp, selector, single, viewport, fields}]}`.
    pub(super) fn selector_query(&mut self, call: u32, queue: &[Json]) {
        let Some(page) = self.stack.top().and_then(|top| self.pages.get(&top)) else { return self.no_view(call, queue) };
        let listens = page.ready && self.questions.len() < MAX_QUESTIONS;
        let (id, Some(root), true) = (page.id, page.comp, listens) else { return self.no_view(call, queue) };
        let (mut shape, mut queries) = (Vec::new(), Vec::new());
        for question in queue.iter().take(200) {
            let single = question.get("single").and_then(Json::as_bool).unwrap_or(true);
            let fields = question.get("fields").cloned().unwrap_or_else(|| json!({}));
            let before = queries.len();
            if question.get("viewport").and_then(Json::as_bool) == Some(true) {
                queries.push(json!({ "n": -1, "fields": fields }));
            } else {
                let comp = question.get("comp").and_then(Json::as_u64).filter(|comp| *comp > 0);
                let comp = comp.map_or(root, |comp| CompId(u32::try_from(comp).unwrap_or(u32::MAX)));
                let selector = question.get("selector").and_then(Json::as_str).unwrap_or_default();
                let tree = self.logic.tree().borrow();
                let hits = if single { tree.select(comp, selector).into_iter().collect() } else { tree.select_all(comp, selector) };
                for hit in hits.into_iter().take(MAX_HITS.saturating_sub(queries.len())) {
                    queries.push(json!({ "n": hit.view, "fields": fields }));
                }
            }
            shape.push((single, queries.len() - before));
        }
        let number = self.next_question;
        self.next_question = self.next_question.wrapping_add(1).max(1);
        let text = json!({ "t": "call", "id": number, "op": "rects", "queries": queries }).to_string();
        self.questions.insert(number, Question { call, page: id, shape, text: Some(text) });
    }

    fn no_view(&mut self, call: u32, queue: &[Json]) {
        let none: Vec<Json> = queue.iter().map(|q| if q.get("single") == Some(&json!(false)) { json!([]) } else { Json::Null }).collect();
        self.logic.resolve(call, &Outcome { ok: true, res: none.into() }.to_json());
    }

    /// Sends what is to be asked, behind the patches of this turn.
    pub(super) fn post_questions(&mut self) {
        for question in self.questions.values_mut() {
            if let Some(text) = question.text.take() {
                self.start.hosts.view.post(question.page, text);
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
