//! TypeScript to JavaScript: types are taken out, what TypeScript adds to the language (enums, namespaces, parameter properties,
//! decorators) becomes plain code. It checks no types, and leaves `import` and `export` to the rewrite that follows.

use std::path::Path;

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use oxc_transformer::{
    CompilerAssumptions, DecoratorOptions, EnvOptions, HelperLoaderMode, HelperLoaderOptions, Module, TransformOptions, Transformer,
    TypeScriptOptions,
};

use super::positions::Token;
use super::{diagnostics, enums, parse};
use crate::diag::{Diagnostic, place};

/// What decorators call, on one line before the code that needs it: each decorator of a member gets the property's description, and its
/// answer takes the place of that.
const DECORATE: &str = "var babelHelpers={decorate:function(d,t,k,o){var c=arguments.length,\
r=c<3?t:o===null?Object.getOwnPropertyDescriptor(t,k):o;for(var i=d.length-1;i>=0;i--)r=(c<3?d[i](r):c>3?d[i](t,k,r):d[i](t,k))||r;\
if(c>3&&r)Object.defineProperty(t,k,r);return r},decorateParam:function(i,d){return function(t,k){d(t,k,i)}},\
decorateMetadata:function(){return function(){}}};";

/// JavaScript with the same modules, and where its tokens stood.
pub(super) struct Stripped {
    pub code: String,
    pub tokens: Vec<Token>,
}

/// Runs on a thread with stack enough for the parser.
pub(super) fn strip(path: &str, source: &str) -> Result<Stripped, Vec<Diagnostic>> {
    let allocator = Allocator::default();
    let parsed = parse(&allocator, source, SourceType::unambiguous().with_typescript(true));
    if parsed.panicked || parsed.diagnostics.has_errors() {
        return Err(diagnostics(path, source, parsed.diagnostics.iter()));
    }
    let mut program = parsed.program;
    if let Some(at) = enums::too_long(&program) {
        let (line, column) = place(source, at);
        let found = Diagnostic::error(path, line, column, "the texts of the enums in this file get longer than 1 MB");
        return Err(vec![found.with_help("write long texts as constants")]);
    }
    let built = SemanticBuilder::new().with_enum_eval(true).build(&program);
    if built.diagnostics.has_errors() {
        return Err(diagnostics(path, source, built.diagnostics.iter()));
    }
    let scoping = built.semantic.into_scoping();
    let transformed = Transformer::new(&allocator, Path::new(path), &options()).build_with_scoping(scoping, &mut program);
    if transformed.diagnostics.has_errors() {
        return Err(diagnostics(path, source, transformed.diagnostics.iter()));
    }
    let printing = CodegenOptions { source_map_path: Some(path.into()), comments: CommentOptions::disabled(), ..CodegenOptions::default() };
    let printed = Codegen::new().with_options(printing).build(&program);
    let helped = printed.code.contains("babelHelpers.");
    // On a line of their own, so that no column moves.
    let lines = u32::from(helped);
    let tokens = printed
        .map
        .iter()
        .flat_map(|map| map.get_tokens())
        .map(|token| Token { made: (token.get_dst_line() + lines, token.get_dst_col()), own: (token.get_src_line(), token.get_src_col()) });
    let tokens = tokens.collect();
    let code = if helped { format!("{DECORATE}\n{}", printed.code) } else { printed.code };
    Ok(Stripped { code, tokens })
}

/// As WeChat's own compiler is set up: a field without a value only declares a type, and `import x = require()` is CommonJS.
fn options() -> TransformOptions {
    TransformOptions {
        assumptions: CompilerAssumptions { set_public_class_fields: true, ..CompilerAssumptions::default() },
        typescript: TypeScriptOptions { remove_class_fields_without_initializer: true, ..TypeScriptOptions::default() },
        decorator: DecoratorOptions { legacy: true, ..DecoratorOptions::default() },
        env: EnvOptions { module: Module::CommonJS, ..EnvOptions::default() },
        helper_loader: HelperLoaderOptions { mode: HelperLoaderMode::External, ..HelperLoaderOptions::default() },
        ..TransformOptions::default()
    }
}
