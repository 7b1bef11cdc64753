// The super-app: home, scanner and settings around the library.
plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "dev.banchan.app"
    compileSdk = 36

    defaultConfig {
        applicationId = "dev.banchan.app"
        minSdk = 28
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += listOf("arm64-v8a", "x86_64") }
    }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"))
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }

    // Uncompressed and aligned, so that phones with 16 KB pages map it from the APK.
    packaging { jniLibs { useLegacyPackaging = false } }

    // The examples' registry; `cargo xtask android resources` lays it out.
    sourceSets["main"].assets.srcDirs("../../target/android/assets")
}

dependencies {
    implementation(project(":banchan"))
}
