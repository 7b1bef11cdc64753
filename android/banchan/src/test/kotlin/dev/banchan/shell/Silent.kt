// A user interface that shows nothing, for tests to put their own methods over.

package dev.banchan.shell

import dev.banchan.core.*

class Silent : MiniUiHost {
    override fun showToast(slot: ULong, toast: MiniToast) = Unit

    override fun hideToast(slot: ULong) = Unit

    override fun showLoading(slot: ULong, loading: MiniLoading) = Unit

    override fun hideLoading(slot: ULong) = Unit

    override suspend fun showModal(call: MiniCall, modal: MiniModal): MiniModalAnswer = throw MiniHostException.Unsupported()

    override suspend fun showActionSheet(call: MiniCall, sheet: MiniActionSheet): ULong = throw MiniHostException.Unsupported()

    override suspend fun openSettings(call: MiniCall, page: MiniSettingsPage): List<MiniGrantSetting> = throw MiniHostException.Unsupported()

    override fun navigationBar(page: ULong, bar: MiniNavigationBar) = Unit

    override fun tabBar(slot: ULong, bar: MiniTabBar) = Unit

    override fun pullDown(page: ULong, refreshing: Boolean) = Unit

    override fun preview(slot: ULong, preview: MiniPreview) = Unit

    override fun fullScreen(page: ULong, on: Boolean) = Unit

    override fun shareWays(page: ULong, ways: MiniShareWays) = Unit

    override fun share(slot: ULong, card: MiniShareCard) = Unit

    override fun hideKeyboard(page: ULong) = Unit
}
