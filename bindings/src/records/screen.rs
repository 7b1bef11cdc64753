//! What is drawn over and around pages, as `banchan_core::host` has it.

use banchan_core::host;

use super::{MiniCount, MiniScope};

choice! { MiniToastIcon = host::ToastIcon { Success, Error, Loading, None } }
record! { MiniToast = host::Toast { title: String, icon: MiniToastIcon, image: Option<String>, duration: f64, mask: bool } }
record! { MiniLoading = host::Loading { title: String, mask: bool } }
record! { MiniModal = host::Modal {
    title: String, content: String, show_cancel: bool, cancel_text: String, cancel_color: String, confirm_text: String,
    confirm_color: String, editable: bool, placeholder_text: String,
} }
record! { MiniModalAnswer = host::ModalAnswer { confirm: bool, content: Option<String> } }
record! { MiniActionSheet = host::ActionSheet { alert_text: String, item_list: Vec<String>, item_color: String } }
record! { MiniNavigationBar = host::NavigationBar {
    title: String, front_color: String, background_color: String, animation_ms: u32, loading: bool, back_button: bool,
    home_button: bool, custom: bool,
} }
record! { MiniTabItem = host::TabItem {
    page_path: String, text: String, icon_path: String, selected_icon_path: String, badge: String, red_dot: bool,
} }
record! { MiniTabBar = host::TabBar {
    visible: bool, animated: bool, selected: MiniCount, color: String, selected_color: String, background_color: String,
    border_style: String, position: String, items: Vec<MiniTabItem>,
} }
record! { MiniGrantSetting = host::GrantSetting { scope: MiniScope, title: String, allowed: bool } }
record! { MiniSettingsPage = host::SettingsPage { app_name: String, grants: Vec<MiniGrantSetting> } }
choice! { MiniShareKind = host::ShareKind { Message, Timeline } }
record! { MiniShareWays = host::ShareWays { message: bool, timeline: bool } }
record! { MiniShareCard = host::ShareCard { kind: MiniShareKind, title: String, image: Option<String>, link: String } }
