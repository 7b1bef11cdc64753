// The library: the shell's Kotlin, the core's as machine code, and the Kotlin generated for it.
plugins {
    id("com.android.library")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "dev.banchan.shell"
    compileSdk = 36
    // 28 and newer align to 16 KB by themselves; the flag is in CORE_FLAGS for older ones.
    ndkVersion = "28.2.13676358"

    defaultConfig {
        minSdk = 28
        consumerProguardFiles("consumer-rules.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_1_8
        targetCompatibility = JavaVersion.VERSION_1_8
    }

    sourceSets["main"].kotlin.srcDirs("src/main/kotlin", "src/pure/kotlin", rootDir.parentFile.resolve("target/bindgen/kotlin"))
    sourceSets["main"].jniLibs.srcDirs(layout.buildDirectory.dir("core/jniLibs"))
}

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-core-jvm:1.10.2")
    implementation("net.java.dev.jna:jna:5.17.0@aar")
}

val abis = listOf("arm64-v8a", "x86_64")
val repository = rootDir.parentFile

// Needs cargo-ndk (`cargo install cargo-ndk`), the targets aarch64-linux-android and x86_64-linux-android, and libclang.
val coreLibrary = tasks.register<Exec>("coreLibrary") {
    workingDir(repository)
    // The last flags are of xtask/src/size.rs; Android 9 and 10 know packed relative places by tags of their own.
    environment("RUSTFLAGS", "-Clink-arg=-Wl,-z,max-page-size=16384 -Clink-arg=-Wl,--no-undefined" +
        " -Clink-arg=-Wl,--pack-dyn-relocs=android+relr -Clink-arg=-Wl,--use-android-relr-tags -Cforce-unwind-tables=no")
    environment("CFLAGS", "-fno-asynchronous-unwind-tables")
    val into = layout.buildDirectory.dir("core/jniLibs").get().asFile.path
    commandLine(listOf("cargo", "ndk", "--platform", "28", "-o", into) + abis.flatMap { listOf("-t", it) } +
        listOf("build", "--profile", "release-ffi", "--locked", "-p", "banchan-bindings"))
}

val coreKotlin = tasks.register<Exec>("coreKotlin") {
    workingDir(repository)
    commandLine("cargo", "run", "--quiet", "--locked", "--bin", "xtask", "--", "bindgen")
}

tasks.named("preBuild") { dependsOn(coreLibrary, coreKotlin) }
