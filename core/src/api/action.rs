//! Who does what: closed lists, so that a row whose action nobody knows does not load, and a new action has to be
//! handled where it is matched.

macro_rules! actions {
    ($(#[$doc:meta])* $name:ident { $($variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // each is named after the member of wx that it serves
        pub enum $name { $($variant,)* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            pub(super) fn parse(name: &str) -> Option<Self> {
                match name { $(stringify!($variant) => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

actions! {
    /// Pages, bars, dialogs: what a session does itself.
    SessionAction {
        NavigateTo,
        RedirectTo,
        SwitchTab,
        ReLaunch,
        NavigateBack,
        ExitMiniProgram,
        SetNavigationBarTitle,
        SetNavigationBarColor,
        ShowNavigationBarLoading,
        HideNavigationBarLoading,
        HideHomeButton,
        ShowToast,
        HideToast,
        ShowLoading,
        HideLoading,
        ShowModal,
        ShowActionSheet,
        PageScrollTo,
        StartPullDownRefresh,
        StopPullDownRefresh,
        HideKeyboard,
        SetTabBarItem,
        SetTabBarStyle,
        SetTabBarBadge,
        RemoveTabBarBadge,
        ShowTabBarRedDot,
        HideTabBarRedDot,
        ShowTabBar,
        HideTabBar,
        CanIUse,
        PreviewImage,
        PreviewMedia,
        ShowShareMenu,
        UpdateShareMenu,
        HideShareMenu,
        SetBackgroundColor,
        SetBackgroundTextStyle,
        LoadFontFace,
        Shared,
        // Not members of wx: what core/js asks for on behalf of objects that members return.
        SelectorQuery,
        Element,
        Worker,
        PreDownloadSubpackage,
        EnableAlertBeforeUnload,
        DisableAlertBeforeUnload,
        Watch,
        Unwatch,
        Animate,
        ClearAnimation,
        Sound,
        SetKeepScreenOn,
        GetScreenBrightness,
        SetScreenBrightness,
        SetVisualEffectOnCapture,
        AbortTask,
        ApplyUpdate,
    }
}

actions! {
    /// What crosses to the broker: the store, the network, the phone.
    BrokerAction {
        Own,
        GetStorage,
        SetStorage,
        RemoveStorage,
        ClearStorage,
        GetStorageInfo,
        BatchGetStorage,
        BatchSetStorage,
        Request,
        DownloadFile,
        UploadFile,
        ConnectSocket,
        SendSocket,
        CloseSocket,
        File,
        GetLocation,
        GetFuzzyLocation,
        ChooseLocation,
        OpenLocation,
        ScanCode,
        MakePhoneCall,
        SetClipboardData,
        GetClipboardData,
        VibrateShort,
        VibrateLong,
        ChooseImage,
        ChooseMedia,
        ChooseVideo,
        ChooseMessageFile,
        SaveImageToPhotosAlbum,
        SaveVideoToPhotosAlbum,
        OpenDocument,
        CompressImage,
        GetRandomValues,
        FontFile,
        KeepExit,
        TakeExit,
        Sensor,
        AddPhoneContact,
        ChooseContact,
        Recorder,
        RecorderOrder,
        CameraShow,
        Camera,
        WebOpen,
        GetSetting,
        OpenSetting,
        Authorize,
        GetNetworkType,
        Login,
        CheckSession,
        GetUserInfo,
        GetUserProfile,
        RequestPayment,
        RequestSubscribeMessage,
        ChooseAddress,
        GetPhoneNumber,
        ChooseAvatar,
        NavigateToMiniProgram,
        NavigateBackMiniProgram,
    }
}

/// Who does what a row promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nobody yet.
    None,
    /// `core/js` by itself, from facts that it was given at the start.
    Js,
    /// The session.
    Session(SessionAction),
    /// The broker.
    Broker(BrokerAction),
}

impl Action {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "-" => Some(Self::None),
            None if text == "js" => Some(Self::Js),
            Some(("session", name)) => SessionAction::parse(name).map(Self::Session),
            Some(("broker", name)) => BrokerAction::parse(name).map(Self::Broker),
            _ => None,
        }
    }
}
