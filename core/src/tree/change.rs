//! Writing into immutable data: a path is copied, what is equal to before keeps its identity. It knows no component.

use std::rc::Rc;

use super::value::{Object, Seg, Value};

/// Levels that [`reconcile`] looks into; below it only identity counts.
const RECONCILE_DEPTH: u32 = 64;
/// Values that one [`reconcile`] looks at before it takes the rest as new.
const RECONCILE_VALUES: u32 = 8 << 20;
/// Steps that a path may have.
const PATH_STEPS: usize = 256;
/// Highest index that a path may make an array long for.
const PATH_INDEX: u32 = 1 << 20;

/// `old` with `value` at `path`; what is missing on the way is made, as `setData` does.
pub(super) fn write(old: &Value, path: &[Seg], value: Value) -> Value {
    if path.len() > PATH_STEPS {
        return old.clone();
    }
    // Down, noting what is passed; then up, copying.
    let mut passed: Vec<Value> = Vec::with_capacity(path.len());
    let mut at = old.clone();
    for seg in path {
        let next = match (seg, &at) {
            (Seg::Key(name), Value::Obj(object)) => object.get(name).cloned().unwrap_or_default(),
            (Seg::Index(index), Value::Arr(items)) => items.get(*index as usize).cloned().unwrap_or_default(),
            (Seg::Key(name), Value::Arr(_)) => super::ops::member(&at, name),
            (Seg::Index(index), Value::Obj(object)) => object.get(&index.to_string()).cloned().unwrap_or_default(),
            _ => Value::Undefined,
        };
        passed.push(std::mem::replace(&mut at, next));
    }
    let mut made = reconcile_with(&at, value);
    drop(at);
    for (seg, container) in path.iter().zip(passed).rev() {
        made = put(container, seg, made);
    }
    made
}

fn put(container: Value, seg: &Seg, value: Value) -> Value {
    match (seg, container) {
        (Seg::Key(name), Value::Obj(object)) => Value::Obj(Rc::new(object.with(name, value))),
        (Seg::Index(index), Value::Obj(object)) => Value::Obj(Rc::new(object.with(&Rc::from(index.to_string()), value))),
        (Seg::Key(name), Value::Arr(items)) => match name.parse::<u32>() {
            Ok(index) => put(Value::Arr(items), &Seg::Index(index), value),
            Err(_) => Value::Arr(items),
        },
        (Seg::Index(index), Value::Arr(items)) => {
            let mut copy = items.to_vec();
            let at = *index as usize;
            if *index >= PATH_INDEX {
                return Value::Arr(items);
            }
            if at >= copy.len() {
                copy.resize(at + 1, Value::Undefined);
            }
            if let Some(place) = copy.get_mut(at) {
                *place = value;
            }
            Value::arr(copy)
        }
        (Seg::Key(name), _) => Value::Obj(Rc::new(Object::new(vec![(Rc::clone(name), value)]))),
        (Seg::Index(_), _) => put(Value::arr(Vec::new()), seg, value),
    }
}

/// `new`, but with every part that is equal to its counterpart in `old` replaced by that one. So [`Value::same`] is
/// enough to see what changed, however the program hands its data over.
pub(super) fn reconcile_with(old: &Value, new: Value) -> Value {
    let mut left = RECONCILE_VALUES;
    reconcile(old, new, RECONCILE_DEPTH, &mut left)
}

fn reconcile(old: &Value, new: Value, depth: u32, left: &mut u32) -> Value {
    let (Some(depth), Some(rest)) = (depth.checked_sub(1), left.checked_sub(1)) else { return new };
    *left = rest;
    match (old, &new) {
        (Value::Str(a), Value::Str(b)) if a == b => old.clone(),
        (Value::Arr(a), Value::Arr(b)) => {
            if Rc::ptr_eq(a, b) {
                return new;
            }
            let mut pairs = Vec::with_capacity(b.len());
            let mut equal = a.len() == b.len();
            // One item put in or taken out shifts the rest: what is alike at the end is compared from the end.
            let shift = a.len() as isize - b.len() as isize;
            let mut aligned = 0isize;
            for (at, item) in b.iter().enumerate() {
                let same_place = a.get(at);
                let shifted = usize::try_from(at as isize + shift).ok().and_then(|at| a.get(at));
                let (first, second) = if aligned == 0 { (same_place, shifted) } else { (shifted, same_place) };
                let mut merged = item.clone();
                let mut matched = false;
                if let Some(candidate) = first {
                    merged = reconcile(candidate, merged, depth, left);
                    matched = merged.same(candidate);
                }
                if !matched
                    && shift != 0
                    && let Some(candidate) = second
                {
                    let other = reconcile(candidate, item.clone(), depth, left);
                    if other.same(candidate) {
                        merged = other;
                        aligned = if aligned == 0 { shift } else { 0 };
                    }
                }
                equal &= same_place.is_some_and(|candidate| merged.same(candidate));
                pairs.push(merged);
            }
            if equal { old.clone() } else { Value::arr(pairs) }
        }
        (Value::Obj(a), Value::Obj(b)) => {
            if Rc::ptr_eq(a, b) {
                return new;
            }
            let mut equal = a.len() == b.len();
            let mut entries = Vec::with_capacity(b.len());
            for (at, (name, value)) in b.entries().iter().enumerate() {
                // Most objects keep their order, so the counterpart is usually at the same place.
                let known = a.entries().get(at).filter(|(known, _)| known == name);
                match known.map(|(_, value)| value).or_else(|| a.get(name)) {
                    Some(counterpart) => {
                        let merged = reconcile(counterpart, value.clone(), depth, left);
                        equal &= known.is_some() && merged.same(counterpart);
                        entries.push((Rc::clone(name), merged));
                    }
                    None => {
                        equal = false;
                        entries.push((Rc::clone(name), value.clone()));
                    }
                }
            }
            if equal { old.clone() } else { Value::Obj(Rc::new(Object::new(entries))) }
        }
        _ => new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: f64, name: &str) -> Value {
        Value::obj([("id", Value::Num(id)), ("name", Value::str(name)), ("tags", Value::arr(vec![Value::str("a")]))])
    }

    fn list(ids: impl IntoIterator<Item = u32>) -> Value {
        Value::arr(ids.into_iter().map(|id| item(f64::from(id), &format!("n{id}"))).collect())
    }

    fn kept(old: &Value, new: &Value) -> usize {
        let (Value::Arr(old), Value::Arr(new)) = (old, new) else { return 0 };
        new.iter().filter(|item| old.iter().any(|o| o.same(item))).count()
    }

    #[test]
    fn equal_data_keeps_its_identity() {
        let old = list(0..100);
        assert!(reconcile_with(&old, list(0..100)).same(&old));
        assert!(!reconcile_with(&old, list(0..101)).same(&old));
    }

    #[test]
    fn one_item_more_or_less_keeps_the_others() {
        let old = list(0..100);
        assert_eq!(kept(&old, &reconcile_with(&old, list(1..100))), 99);
        assert_eq!(kept(&old, &reconcile_with(&old, list((0..40).chain(41..100)))), 99);
        assert_eq!(kept(&old, &reconcile_with(&old, list([500].into_iter().chain(0..100)))), 100);
        assert_eq!(kept(&old, &reconcile_with(&old, list(0..150))), 100);
    }

    #[test]
    fn a_path_makes_what_is_missing_and_shares_the_rest() {
        let old = Value::obj([("a", list(0..3)), ("b", Value::Num(1.0))]);
        let key = |name: &str| Seg::Key(Rc::from(name));
        let new = write(&old, &[key("a"), Seg::Index(1), key("name")], Value::str("x"));
        let (Value::Obj(old), Value::Obj(new)) = (&old, &new) else { panic!() };
        assert_eq!(kept(old.get("a").unwrap(), new.get("a").unwrap()), 2);
        let new = write(&Value::obj([("a", list(0..3))]), &[key("a"), key("1"), key("name")], Value::str("x"));
        assert_eq!(super::super::attrs::json(&new).matches("\"id\":1,\"name\":\"x\"").count(), 1);
        let made = write(&Value::Null, &[key("x"), Seg::Index(2), key("y")], Value::Bool(true));
        let Value::Obj(made) = made else { panic!() };
        assert!(matches!(made.get("x"), Some(Value::Arr(items)) if items.len() == 3));
    }

    #[test]
    fn a_huge_index_makes_no_huge_array() {
        let made = write(&Value::arr(vec![]), &[Seg::Index(u32::MAX)], Value::Null);
        assert!(matches!(made, Value::Arr(items) if items.is_empty()));
    }
}
