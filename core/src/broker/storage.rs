//! `wx.setStorage` and its kin, in WeChat's words. The limits are the store's.

use serde_json::{Value, json};

use crate::api::{ArgError, Args, BrokerAction, Failure};
use crate::store::{Owner, StorageError, Store, TOTAL_LIMIT};

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::EntryTooLarge => Failure::EntryTooLarge,
            StorageError::Full => Failure::StorageFull,
            StorageError::Store(error) => Failure::Other(error.to_string()),
        }
    }
}

/// Where it is kept how a program was left: see `session::exit`.
const EXIT: &str = "exit";

/// Longest text that is kept of it, in bytes. The session holds its program to less; who is behind a slot may be anybody.
const MAX_EXIT: usize = 512 << 10;

/// Does a call of the storage; any other is not supported.
pub(super) fn act(store: &Store, owner: &Owner, action: BrokerAction, args: &Args) -> Result<Value, Failure> {
    match action {
        BrokerAction::GetStorage => get(store, owner, args),
        BrokerAction::SetStorage => set(store, owner, args),
        BrokerAction::RemoveStorage => remove(store, owner, args),
        BrokerAction::ClearStorage => store.storage_clear(owner).map(|()| Value::Null).map_err(Failure::from),
        BrokerAction::GetStorageInfo => info(store, owner),
        BrokerAction::BatchGetStorage => batch_get(store, owner, args),
        BrokerAction::BatchSetStorage => batch_set(store, owner, args),
        BrokerAction::KeepExit => {
            let value = args.string("value")?;
            if value.len() > MAX_EXIT {
                return Err(Failure::EntryTooLarge);
            }
            store.keep(owner, EXIT, (!value.is_empty()).then_some(value.as_str())).map_err(StorageError::from)?;
            Ok(Value::Null)
        }
        BrokerAction::TakeExit => {
            let value = store.kept(owner, EXIT).map_err(StorageError::from)?;
            if value.is_some() {
                // For one start only: one that ended without a word begins at home.
                store.keep(owner, EXIT, None).map_err(StorageError::from)?;
            }
            Ok(json!({ "value": value }))
        }
        _ => Err(Failure::NotSupported),
    }
}

fn key(args: &Args) -> Result<String, Failure> {
    // Encrypted entries are a second storage in WeChat; without one, pretending would leave secrets in the clear.
    if args.flag("encrypt", false) {
        return Err(Failure::Other("encrypt is not supported".into()));
    }
    let key = args.string("key")?;
    if key.is_empty() { Err(ArgError("parameter.key should not be empty;".into()).into()) } else { Ok(key) }
}

fn stored(store: &Store, owner: &Owner, key: &str) -> Result<Option<Value>, Failure> {
    store.storage_get(owner, key)?.map(|text| read(&text)).transpose()
}

fn read(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::Other(format!("the stored value is damaged: {error}")))
}

fn get(store: &Store, owner: &Owner, args: &Args) -> Result<Value, Failure> {
    let data = stored(store, owner, &key(args)?)?.ok_or(Failure::DataNotFound)?;
    Ok(json!({ "data": data }))
}

/// What is stored for a value: a value that was left out (`undefined`) reads as the empty string, as in WeChat.
fn text_of(value: Option<&Value>) -> String {
    value.map_or_else(|| "\"\"".to_owned(), Value::to_string)
}

fn set(store: &Store, owner: &Owner, args: &Args) -> Result<Value, Failure> {
    store.storage_set(owner, &[(key(args)?, text_of(args.value("data")))])?;
    Ok(Value::Null)
}

fn remove(store: &Store, owner: &Owner, args: &Args) -> Result<Value, Failure> {
    store.storage_remove(owner, &key(args)?)?;
    Ok(Value::Null)
}

fn info(store: &Store, owner: &Owner) -> Result<Value, Failure> {
    let info = store.storage_info(owner)?;
    Ok(json!({ "keys": info.keys, "currentSize": info.bytes.div_ceil(1024), "limitSize": TOTAL_LIMIT / 1024 }))
}

fn batch_get(store: &Store, owner: &Owner, args: &Args) -> Result<Value, Failure> {
    // One key may be named a million times.
    let mut left = TOTAL_LIMIT;
    let mut values = Vec::new();
    for key in args.strings("keyList")? {
        let text = store.storage_get(owner, &key)?.unwrap_or_else(|| text_of(None));
        left = left.checked_sub(text.len()).ok_or_else(|| Failure::Other("more is asked for than can be stored".into()))?;
        values.push(read(&text)?);
    }
    Ok(json!({ "dataList": values }))
}

fn batch_set(store: &Store, owner: &Owner, args: &Args) -> Result<Value, Failure> {
    let mut entries = Vec::new();
    for (at, entry) in args.array("kvList")?.iter().enumerate() {
        let key = entry.get("key").and_then(Value::as_str).filter(|key| !key.is_empty());
        let key = key.ok_or_else(|| ArgError(format!("parameter.kvList[{at}].key should be String;")))?;
        entries.push((key.to_owned(), text_of(entry.get("value"))));
    }
    store.storage_set(owner, &entries)?;
    Ok(Value::Null)
}
