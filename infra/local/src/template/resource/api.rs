//! `AWS::Serverless::HttpApi`.

use crate::template::error::{Reading, TemplateError};
use crate::template::section::Section;
use crate::template::stack::{Api, Authorizer, Cors};

/// An API and the name its routes use for the default authorizer.
#[derive(Debug)]
pub(crate) struct ReadApi {
    /// The API, without routes yet.
    pub(crate) api: Api,
    /// Name of the only authorizer.
    pub(crate) authorizer_name: Option<String>,
    /// Whether routes need a token unless they say otherwise.
    pub(crate) authorized_by_default: bool,
}

/// Reads an HTTP API with at most one JWT authorizer.
pub(crate) fn read(id: String, mut properties: Section) -> Reading<ReadApi> {
    if let Some(stage) = properties.text("StageName")?
        && stage != "$default"
    {
        return Err(TemplateError::unknown(
            properties.path_of("StageName"),
            "stage",
            &stage,
        ));
    }
    let mut read = ReadApi {
        api: Api {
            id,
            ..Api::default()
        },
        authorizer_name: None,
        authorized_by_default: false,
    };
    if let Some(auth) = properties.section("Auth")? {
        read_auth(auth, &mut read)?;
    }
    if let Some(cors) = properties.section("CorsConfiguration")? {
        read.api.cors = Some(read_cors(cors)?);
    }
    properties.done()?;
    Ok(read)
}

fn read_auth(mut auth: Section, read: &mut ReadApi) -> Reading<()> {
    for (name, authorizer) in auth.sections("Authorizers")? {
        if read.authorizer_name.is_some() {
            return Err(TemplateError::at(
                authorizer.path(),
                "the local host knows one authorizer, this is the second",
            ));
        }
        read.api.authorizer = Some(read_authorizer(authorizer)?);
        read.authorizer_name = Some(name);
    }
    if let Some(default) = auth.text("DefaultAuthorizer")? {
        if read.authorizer_name.as_deref() != Some(&default) {
            return Err(TemplateError::unknown(
                auth.path_of("DefaultAuthorizer"),
                "authorizer",
                &default,
            ));
        }
        read.authorized_by_default = true;
    }
    auth.done()
}

fn read_authorizer(mut authorizer: Section) -> Reading<Authorizer> {
    const BEARER: &str = "$request.header.Authorization";
    if let Some(source) = authorizer.text("IdentitySource")?
        && source != BEARER
    {
        return Err(TemplateError::unknown(
            authorizer.path_of("IdentitySource"),
            "identity source",
            &source,
        ));
    }
    let mut jwt = authorizer.section("JwtConfiguration")?.ok_or_else(|| {
        TemplateError::at(
            authorizer.path(),
            "`JwtConfiguration` is missing; only JWT authorizers are known",
        )
    })?;
    let read = Authorizer {
        issuer: jwt.required_text("issuer")?,
        audience: jwt.texts("audience")?,
    };
    jwt.done()?;
    authorizer.done()?;
    Ok(read)
}

fn read_cors(mut cors: Section) -> Reading<Cors> {
    let read = Cors {
        origins: cors.texts("AllowOrigins")?,
        methods: cors.texts("AllowMethods")?,
        headers: cors.texts("AllowHeaders")?,
        exposed_headers: cors.texts("ExposeHeaders")?,
        credentials: cors.flag("AllowCredentials")?.unwrap_or(false),
        max_age_s: cors.number("MaxAge")?,
    };
    cors.done()?;
    Ok(read)
}
