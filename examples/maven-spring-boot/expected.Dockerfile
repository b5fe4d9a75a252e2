FROM maven:3.9-eclipse-temurin-17 AS build

ENV MAVEN_OPTS="-Xmx512m"
WORKDIR /app
ADD pom.xml .
ADD src ./src
RUN mvn -B -q clean package -DskipTests && rm -rf ~/.m2/repository

FROM eclipse-temurin:17-jre AS app
WORKDIR /app
COPY --from=build /app/target/greeting-service-0.0.1-SNAPSHOT.jar app.jar

ENV SPRING_PROFILES_ACTIVE=prod
EXPOSE 8080
CMD ["java", "-jar", "app.jar"]
